"""`python -m sanliang` is the command `sanliang`."""

from sanliang.ext.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
