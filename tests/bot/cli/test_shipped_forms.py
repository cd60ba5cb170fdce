"""`dabir form shipped`: an office looks at the forms that come with Dabir, and takes them out to change them."""

from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli.main import app
from forms.catalogue import shipped_forms


def shipped(*words: str) -> Result:
    return CliRunner().invoke(app, ["form", "shipped", *words])


def test_the_forms_are_listed_with_their_titles_and_resolutions() -> None:
    lines = shipped().output.splitlines()
    assert len(lines) == len(shipped_forms())
    assert " ".join(lines[2].split()) == "guild_units.xlsx resolution 3 آمار واحدهای صنفی / Guild units"


def test_the_forms_are_written_and_what_the_office_has_changed_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "home_work.xlsx").write_bytes(b"changed")
    written = shipped(str(folder))
    assert written.exit_code == 0
    assert "home_work.xlsx is there already and was kept." in written.output
    assert (folder / "home_work.xlsx").read_bytes() == b"changed"
    for form in shipped_forms():
        assert form.id == "home_work" or (folder / form.file_name).read_bytes() == form.workbook()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    refused = shipped(str(tmp_path / "taken" / "forms"))
    assert refused.exit_code == 2
    assert "cannot be written" in refused.output
