"""Pages that join supply and demand."""

from .catalogue import Catalogue, Needs
from .home import Home
from .reading import need_reading

__all__ = ["Catalogue", "Home", "Needs", "need_reading"]
