"""Draws the demo shop's product pictures: flat SVG illustrations from the outlines in shapes.txt.

A picture is a soft background with the motif of the category, a shadow, and one outline,
coloured from the product's first colour and with its second colour as the accent.
"""

from pathlib import Path

Shapes = dict[str, list[str]]

COLOURS = {
    "black": "#43494e",
    "blue": "#3d78bd",
    "brown": "#8f6040",
    "charcoal grey": "#646b70",
    "clear": "#bfe0ea",
    "dusty pink": "#dc9ea6",
    "forest green": "#40705a",
    "mint green": "#93cfb6",
    "moss green": "#81a05a",
    "navy blue": "#34507d",
    "ochre yellow": "#d3a13a",
    "olive green": "#7f8650",
    "orange": "#ef8c35",
    "petrol blue": "#2f7d8a",
    "plum purple": "#82507f",
    "red": "#cc4b41",
    "rust orange": "#cb6a35",
    "sand": "#dcc59c",
    "silver": "#bfc7ca",
    "sky blue": "#7fbbdf",
    "stone grey": "#9ba29f",
    "sun yellow": "#f5c945",
    "turquoise": "#42b3af",
    "white": "#f5f2ea",
    "wine red": "#933a4e",
}
WARM = {"orange", "rust orange", "red", "wine red", "sun yellow", "ochre yellow", "dusty pink"}
FIXED = {"K": "#2c3438", "W": "#fffdf6", "S": "#b4bcc0", "Y": "#ffe08a", "G": "#d5edf3"}
BACKGROUNDS = {
    "tents": ("#e3ecdd", "#cbdcc4", "hills"),
    "sleeping bags": ("#e2e4f0", "#cdd1e6", "moon"),
    "sleeping mats": ("#e3ece8", "#cbded6", "circle"),
    "backpacks": ("#f1e8da", "#e2d2b8", "hills"),
    "jackets": ("#e2ebf1", "#c9dae5", "circle"),
    "trousers": ("#ece7dd", "#dcd2bf", "circle"),
    "base layers": ("#f3e8e5", "#e6d2cc", "circle"),
    "footwear": ("#ebe7da", "#d8d1b8", "hills"),
    "stoves and kitchen": ("#f5e8d8", "#ecd3b4", "circle"),
    "lights": ("#5b6b86", "#e9d9a6", "moon"),
    "water and hydration": ("#e0eef3", "#c3deea", "waves"),
    "navigation and electronics": ("#e6e9ed", "#d0d7df", "circle"),
    "climbing": ("#eee4dc", "#dfcbbd", "peaks"),
    "travel bags": ("#f0eadf", "#e0d3bd", "circle"),
    "children": ("#fdf1d9", "#f8deaa", "clouds"),
    "accessories": ("#e9ede3", "#d3dcc6", "circle"),
}
MOTIFS = {
    "hills": '<circle cx="{x}" cy="78" r="34" fill="{w}" opacity=".7"/>'
    '<path d="M0 226Q70 150 150 206Q230 146 320 214V320H0Z" fill="{m}"/>',
    "circle": '<circle cx="160" cy="160" r="132" fill="{m}"/>',
    "moon": '<circle cx="160" cy="160" r="128" fill="{m}"/>'
    '<circle cx="{x}" cy="52" r="13" fill="{w}" opacity=".8"/>',
    "waves": '<path d="M0 190Q40 172 80 190T160 190T240 190T320 190V320H0Z" fill="{m}"/>'
    '<circle cx="{x}" cy="70" r="30" fill="{w}" opacity=".7"/>',
    "peaks": '<path d="M0 256L84 120L140 200L214 84L320 250V320H0Z" fill="{m}"/>'
    '<path d="M84 120L106 152L84 146L66 150ZM214 84L238 122L212 112L192 118Z" fill="{w}"/>',
    "clouds": '<circle cx="160" cy="164" r="126" fill="{m}"/><path d="M30 76a18 18 0 0 1 30-14a24 24 0 0 1 '
    '44 14ZM226 60a15 15 0 0 1 25-12a20 20 0 0 1 37 12Z" fill="{w}"/>',
}


def read_shapes(path: Path) -> Shapes:
    """The outlines by name, each a list of drawing lines."""
    shapes: Shapes = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name = line[1:]
            shapes[name] = []
        elif line and not line.startswith("#"):
            shapes[name].append(line)
    return shapes


def blend(colour: str, towards: str, share: float) -> str:
    """A colour moved by a share (0 to 1) towards another."""
    pairs = ((int(colour[i : i + 2], 16), int(towards[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def palette(colours: list[str]) -> dict[str, str]:
    """What the colour letters of shapes.txt mean for a product."""
    base = COLOURS[colours[0]]
    contrast = "#3f6f86" if colours[0] in WARM else "#e0a33e"
    accent = COLOURS[colours[1]] if len(colours) > 1 else contrast
    return {
        "B": base,
        "D": blend(base, "#1c2a33", 0.24),
        "L": blend(base, "#fff8e8", 0.34),
        "A": accent,
        **FIXED,
    }


def element(line: str, paint: dict[str, str]) -> str:
    """One drawing line as an SVG element."""
    kind, colour, rest = line.split(" ", 2)
    fill = paint.get(colour, colour)
    if kind == "p":
        return f'<path fill="{fill}" d="{rest}"/>'
    if kind == "s":
        width, path = rest.split(" ", 1)
        return f'<path class="s" stroke="{fill}" stroke-width="{width}" d="{path}"/>'
    numbers = rest.split()
    if kind == "r":
        x, y, width, height, radius = numbers
        return f'<rect fill="{fill}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}"/>'
    names = ("cx", "cy", "r") if kind == "c" else ("cx", "cy", "rx", "ry")
    tag = "circle" if kind == "c" else "ellipse"
    measures = " ".join(f'{name}="{value}"' for name, value in zip(names, numbers, strict=True))
    return f'<{tag} fill="{fill}" {measures}/>'


def outline(lines: list[str], paint: dict[str, str], variant: int) -> str:
    """A shape's elements for one of its three variants."""
    parts: list[str] = []
    transform = ""
    for full in lines:
        line = full
        if line[1] == "|":
            if int(line[0]) != variant:
                continue
            line = line[2:]
        if line.startswith("t "):
            transform = f' transform="{line[2:]}"'
        elif line.startswith("*"):
            drawn = element(line[1:], paint)
            parts += [drawn, f'<g transform="matrix(-1 0 0 1 320 0)">{drawn}</g>']
        else:
            parts.append(element(line, paint))
    return f"<g{transform}>{''.join(parts)}</g>"


def draw(shapes: Shapes, shape: str, category: str, colours: list[str], number: int, title: str) -> str:
    """A product's picture as SVG text."""
    ground, motif, kind = BACKGROUNDS[category]
    tint = blend(ground, "#ffffff", (number % 4) * 0.12)
    scene = MOTIFS[kind].format(x=(66, 252, 232, 88)[number % 4], m=motif, w="#fffdf6")
    shadow = blend(motif, "#2c3438", 0.22)
    label = title.replace("&", "&amp;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" role="img"><title>{label}</title>'
        "<style>.s{fill:none;stroke-linecap:round;stroke-linejoin:round}</style>"
        f'<rect width="320" height="320" fill="{tint}"/>{scene}'
        f'<ellipse cx="160" cy="270" rx="112" ry="13" fill="{shadow}" opacity=".5"/>'
        f"{outline(shapes[shape], palette(colours), number % 3)}</svg>\n"
    )
