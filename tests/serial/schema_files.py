"""The schemas as files in the package: `python -m tests.serial.schema_files` writes them anew."""

from pathlib import Path

import sanliang.serial
from sanliang import serial
from sanliang.serial._schema import as_text, name_of

FOLDER = Path(sanliang.serial.__file__).parent / "schemas"


def made():
    """What each file has to hold, by its name."""
    files = {f"{name_of(tag)}.json": as_text(one) for tag, one in serial.schemas().items()}
    return {**files, "openapi-components.json": as_text({"components": serial.openapi()})}


def main():
    """Write every file, and take away those of kinds that are gone."""
    FOLDER.mkdir(exist_ok=True)
    wanted = made()
    for file in FOLDER.glob("*.json"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
