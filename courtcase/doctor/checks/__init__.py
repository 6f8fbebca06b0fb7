"""Every check, in the order in which what is wrong is worth mending. Importing a module registers its checks."""

from __future__ import annotations

# isort: off
from courtcase.doctor.checks import database  # noqa: F401
from courtcase.doctor.checks import broker  # noqa: F401
from courtcase.doctor.checks import processes  # noqa: F401
from courtcase.doctor.checks import work  # noqa: F401
from courtcase.doctor.checks import long_work  # noqa: F401
from courtcase.doctor.checks import reaching  # noqa: F401
from courtcase.doctor.checks import storage  # noqa: F401
from courtcase.doctor.checks import machine  # noqa: F401
from courtcase.doctor.checks import record  # noqa: F401
from courtcase.doctor.checks import law  # noqa: F401
from courtcase.doctor.checks import kept  # noqa: F401
