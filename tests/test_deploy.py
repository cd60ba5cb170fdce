"""Files of deploy/, held against the program and the tools that read them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.monitoring.metrics import REGISTRY
from bot.settings.config import Config

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SUFFIXES = ("_bucket", "_count", "_sum", "_total")
BUILDERS = [tool for tool in ("podman", "docker") if shutil.which(tool)]


def known_metrics() -> set[str]:
    families = REGISTRY.collect()
    return {name for family in families for name in (family.name, *(family.name + suffix for suffix in SUFFIXES))}


@pytest.mark.parametrize("name", ["alerts.yaml", "grafana-dashboard.json"])
def test_rules_and_panels_ask_for_metrics_that_there_are(name: str) -> None:
    asked = set(re.findall(r"\b(?:dabir|process)_[a-z_]+", (DEPLOY / name).read_text()))
    assert len(asked) > 5
    assert asked - known_metrics() == set()


def test_each_alert_says_what_people_notice() -> None:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]:
        assert rule["alert"].startswith("Dabir")
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert rule["annotations"]["summary"].endswith(".")


def test_every_panel_has_its_place() -> None:
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text())["panels"]
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(places) == len(panels) == len({panel["title"] for panel in panels})


def test_each_alert_has_a_panel_that_shows_its_metric() -> None:
    metrics = re.compile(r"\b(?:dabir|process)_[a-z_]+")
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
    asked = {name for rule in group["rules"] for name in metrics.findall(rule["expr"])}
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text())["panels"]
    shown = {name for panel in panels for target in panel["targets"] for name in metrics.findall(target["expr"])}
    assert asked - shown == set()


def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    text = (DEPLOY / "dabir.service").read_text()
    for needed in ("Type=notify", "WatchdogSec=", "UMask=0077", "StartLimitIntervalSec=0", "MemoryMax=", "RestartSec="):
        assert needed in text
    if not shutil.which("systemd-analyze"):
        return
    # The account and the program of the unit are not on this machine.
    unit = tmp_path / "dabir.service"
    here = text.replace("/srv/dabir/.venv/bin/dabir", shutil.which("true") or "").replace("dabir\n", "root\n")
    unit.write_text(here)
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
    assert "dabir.service" not in told.stderr, told.stderr


def test_the_image_holds_each_room_and_settings_that_there_are() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    packages = re.search(r"packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text())
    assert packages
    for room in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {room} {room}\n" in text
    for section, key in re.findall(r"DABIR_([A-Z]+)__([A-Z]+)=", text):
        assert key.lower() in Config.model_fields[section.lower()].annotation.model_fields  # type: ignore[union-attr]
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert "profiles" not in services["dabir"]
    assert services["postgresql"]["profiles"] == ["postgresql"]
    assert (ROOT / "deploy" / services["dabir"]["build"]["context"] / "deploy/Containerfile").exists()


@pytest.mark.ci
@pytest.mark.skipif(not BUILDERS, reason="no podman and no docker here")
def test_the_image_is_built_and_runs() -> None:
    tool = BUILDERS[0]
    subprocess.run([tool, "build", "-q", "-f", "deploy/Containerfile", "-t", "dabir-test", "."], cwd=ROOT, check=True)
    said = subprocess.run([tool, "run", "--rm", "dabir-test", "dabir", "--help"], capture_output=True, check=True)
    assert b"dabir" in said.stdout
