"""A run without PostgreSQL says so aloud; where it is needed, as in the gate, it fails."""

import pytest
from tests.ext.sqlalchemy import server


def test_a_missing_server_is_told(monkeypatch):
    """Elsewhere the tests are skipped with a word that nobody overlooks."""
    monkeypatch.delenv(server.NEEDS, raising=False)
    with pytest.raises(pytest.skip.Exception, match="POSTGRESQL IS NOT TESTED"):
        server.refuse()


def test_a_missing_server_fails_the_gate(monkeypatch):
    """Where the environment says that it is needed, its absence is a failure."""
    monkeypatch.setenv(server.NEEDS, "postgresql")
    with pytest.raises(pytest.fail.Exception, match="POSTGRESQL IS NOT TESTED"):
        server.refuse()


def test_the_gate_needs_it():
    """`.ci/run` names it."""
    run = (server.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"export {server.NEEDS}=postgresql\n" in run
