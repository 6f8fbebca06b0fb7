"""The few drawings of the interface: strokes on a grid of 24, coloured by the text around them."""

from __future__ import annotations

PATHS = {
    "court": "M12 2.5 22 8H2Z M4.5 10v8 M9.5 10v8 M14.5 10v8 M19.5 10v8 M2 21h20",
    "file": "M6 2.5h8l4.5 4.5v14.5H6Z M14 2.5V7h4.5 M9 12h6 M9 16h6",
    "download": "M12 3v12 M7 10.5l5 5 5-5 M4 20.5h16",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z M15.5 15.5 21 21",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z M12 7v5.5l3.5 2",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z M4 21c.8-4.5 4-6.5 8-6.5s7.2 2 8 6.5",
    "letter": "M3 5.5h18v13H3Z M3 6l9 7.5L21 6",
    "link": "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1 1 M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1-1",
    "print": "M7 9V3h10v6 M7 17H4V9h16v8h-3 M7 14h10v7H7Z",
    "check": "M4 12.5 9.5 18 20 6.5",
    "cross": "M5.5 5.5l13 13 M18.5 5.5l-13 13",
    "back": "M20 12H4.5 M10.5 6l-6 6 6 6",
    "forward": "M4 12h15.5 M13.5 6l6 6-6 6",
    "lock": "M5 10.5h14V21H5Z M8 10.5V7.5a4 4 0 0 1 8 0v3",
}
