"""The machine and the versions that the times depend on."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("pyoxigraph", "rdflib", "owlrl", "pyshacl", "reasonable", "pyshifty", "pyrudof")


def machine() -> dict[str, str]:
    """Return processor, memory, system, versions and today's date."""
    return {
        "processor": f"{_after('/proc/cpuinfo', 'model name') or platform.processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Java": _java(),
        "packages": ", ".join(f"{name} {_version(name)}" for name in ("zjkg", *PACKAGES)),
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _after(path: str, key: str) -> str:
    lines = Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "")


def _memory() -> str:
    words = _after("/proc/meminfo", "MemTotal").split()
    return f"{int(words[0]) / 1024 / 1024:.1f} GiB" if words else "unknown"


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        return "missing"
    output = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    return output.splitlines()[0] if output else "unknown"
