"""The scripts of deploy/ that are Python, as modules."""

import importlib.machinery
import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

DEPLOY = Path(__file__).parent.parent.parent / "deploy"


@cache
def deploy_script(name: str) -> ModuleType:
    """deploy/NAME, loaded and not run."""
    loader = importlib.machinery.SourceFileLoader(f"deploy_{name}", str(DEPLOY / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
