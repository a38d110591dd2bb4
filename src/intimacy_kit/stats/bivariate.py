"""The bivariate normal distribution, for answers that are cut out of normal ones. Needs the extra `stats`."""

import math
from typing import Any, TypeAlias

from intimacy_kit.errors import MissingExtra

try:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import special
except ImportError as error:
    raise MissingExtra("stats") from error

Matrix: TypeAlias = "NDArray[np.float64]"

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_FAR = 40.0
"""As far out as nothing is left of a normal distribution."""


def below(first: Any, second: Any, correlation: float) -> Matrix:
    """Return how likely two standard normal variables are to lie below two points.

    The density is integrated over the angle whose sine is the correlation (Drezner and Wesolowsky, 1990,
    doi:10.1080/00949659008811236), by Gauss and Legendre with 96 points: right to 1e-12 up to a correlation of 0.99.

    Args:
        first: The points of the first variable; infinite ones may be among them.
        second: The points of the second variable; both are broadcast against each other.
        correlation: Their correlation, between -1 and 1, both left out.
    """
    h, k = np.broadcast_arrays(np.clip(first, -_FAR, _FAR), np.clip(second, -_FAR, _FAR))
    half = math.asin(correlation) / 2
    angles = half * (_NODES + 1)
    sines, cosines = np.sin(angles), np.cos(angles)
    exponents = ((h * h + k * k)[..., None] - 2 * (h * k)[..., None] * sines) / (2 * cosines**2)
    integral = half * (np.exp(-exponents) @ _WEIGHTS)
    found: Matrix = special.ndtr(h) * special.ndtr(k) + integral / (2 * math.pi)
    return found
