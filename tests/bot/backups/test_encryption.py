"""Encrypted backups: who has the key restores one, and nobody else reads a word of it."""

import io
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyrage import x25519

from bot.backups.archive import back_up, restore
from bot.backups.database_dump import BackupError
from bot.backups.encryption import PIECE, decrypted, encrypted, make_key, read_keys
from bot.settings.config import Config
from services.files.file_store import FileStore
from tests.bot.backups.test_archive import DIGEST, NOW, PHOTO, configured, organisation, reports_in

__all__ = ["organisation"]


def encrypting(root: Path, *recipients: str) -> Config:
    settings = configured(root).model_dump() | {"backup": {"recipients": list(recipients)}}
    return Config.model_validate(settings)


def test_a_backup_for_two_keys_comes_back_by_either(organisation: Path, tmp_path: Path) -> None:
    keys = [tmp_path / name for name in ("maryam.key", "reza.key")]
    archive = back_up(encrypting(organisation, *(make_key(key, NOW) for key in keys)), tmp_path, NOW).path
    assert archive.name == "dabir-20191005-143000.tar.gz.age"
    assert b"Sara" not in archive.read_bytes()
    assert archive.stat().st_mode & 0o777 == 0o600
    for key in keys:
        root = tmp_path / key.stem
        restore(configured(root), archive, key=key)
        assert reports_in(root) == [("Sara", "done"), ("Reza", "under way")]
        assert FileStore(root / "files").read(DIGEST) == PHOTO


def test_nothing_unencrypted_is_ever_written_beside_the_archive(
    organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, target, seen = tarfile.TarFile.add, tmp_path / "share", list[str]()

    def looking(archive: tarfile.TarFile, name: Path, arcname: str) -> None:
        seen.extend(path.name for path in target.rglob("*") if path.is_file())
        add(archive, name, arcname)

    monkeypatch.setattr(tarfile.TarFile, "add", looking)
    back_up(encrypting(organisation, make_key(tmp_path / "key", NOW)), target, NOW)
    assert set(seen) == {"dabir-20191005-143000.tar.gz.age"}
    assert [path.name for path in (organisation / "files").iterdir()] == [DIGEST[:2]]


def test_without_its_key_a_backup_is_refused_and_changes_nothing(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(encrypting(organisation, make_key(tmp_path / "key", NOW)), tmp_path, NOW).path
    make_key(tmp_path / "another", NOW)
    for key, said in (
        (None, "--key"),
        (tmp_path / "another", "cannot be decrypted"),
        (archive, "no file with a secret"),
    ):
        with pytest.raises(BackupError, match=said):
            restore(configured(organisation), archive, force=True, key=key)
    assert len(reports_in(organisation)) == 2


@pytest.mark.parametrize("left", [20, 300, -1])
def test_an_encrypted_archive_that_lacks_its_end_changes_nothing(organisation: Path, tmp_path: Path, left: int) -> None:
    key = tmp_path / "key"
    archive = back_up(encrypting(organisation, make_key(key, NOW)), tmp_path, NOW).path
    archive.write_bytes(archive.read_bytes()[:left])
    with pytest.raises(BackupError, match="damaged"):
        restore(configured(organisation), archive, force=True, key=key)
    assert len(reports_in(organisation)) == 2


def test_a_name_that_promises_encryption_needs_a_key(organisation: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="recipients names no key"):
        back_up(configured(organisation), tmp_path / "kept.tar.gz.age", NOW)
    archive = back_up(encrypting(organisation, make_key(tmp_path / "key", NOW)), tmp_path / "kept.tar.gz", NOW).path
    assert archive.name == "kept.tar.gz.age"


def test_a_key_overwrites_none_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    key = tmp_path / "key"
    public = make_key(key, datetime(2019, 10, 5, tzinfo=UTC))
    assert key.stat().st_mode & 0o777 == 0o600
    assert [str(each.to_public()) for each in read_keys(key)] == [public]
    with pytest.raises(BackupError, match="cannot be written"):
        make_key(key, NOW)
    assert [str(each.to_public()) for each in read_keys(key)] == [public]


def test_a_disk_that_takes_no_more_ends_the_encryption() -> None:
    recipient = str(x25519.Identity.generate().to_public())

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(BackupError, match="space"), encrypted(Full(), [recipient]) as sink:  # noqa: PT012
        for _ in range(8):
            sink.write(bytes(PIECE))


def test_who_stops_reading_stops_the_decryption() -> None:
    identity, archive = x25519.Identity.generate(), io.BytesIO()
    with encrypted(archive, [str(identity.to_public())]) as sink:
        sink.write(bytes(8 * PIECE))
    archive.seek(0)
    with pytest.raises(KeyError), decrypted(archive, [identity]) as plain:  # noqa: PT012
        assert plain.read(3) == bytes(3)
        raise KeyError
