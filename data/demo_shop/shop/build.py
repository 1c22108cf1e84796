"""Builds the demo shop's customers, orders, shipments, returns and gift cards.

    python data/demo_shop/shop/build.py

Reads people.yml, named.yml and ../catalogue.csv and writes the CSV files beside it. Everything
stands relative to NOW (2026-11-25, 10:00 in Berlin); README.md says how the shop shifts it.
One seed: the same sources give the same files.
"""

import csv
import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-25T10:00")
BERLIN = ZoneInfo("Europe/Berlin")
CUSTOMERS = 400
ORDERS = 900
FIRST_ORDER = (datetime.fromisoformat("2025-11-25T00:00"), 182800)
LAST_ORDER = (NOW, 204716)
FREE_FROM = {"Germany": 60, "Austria": 100, "Netherlands": 100, "Belgium": 100, "France": 120, "Ireland": 120}
STANDARD_COST = {
    "Germany": "4.95", "Austria": "7.95", "Netherlands": "7.95", "Belgium": "7.95",
    "France": "9.95", "Ireland": "9.95", "United Kingdom": "14.95", "Switzerland": "16.95",
}  # fmt: skip
STANDARD_DAYS = {
    "Germany": (2, 3), "Austria": (3, 5), "Netherlands": (3, 5), "Belgium": (3, 5),
    "France": (4, 6), "Ireland": (4, 6), "United Kingdom": (5, 8), "Switzerland": (5, 8),
}  # fmt: skip
EXPRESS_COST = Decimal("9.95")
BULKY_COST = Decimal("19.90")
BULKY_COUNTRIES = {"Germany", "Austria"}
STORES = {
    "Hamburg": ("Fernweg Hamburg", "Brooktor 14", "20457", "Hamburg", "Germany"),
    "Munich": ("Fernweg Munich", "Klenzestraße 84", "80469", "Munich", "Germany"),
    "Utrecht": ("Fernweg Utrecht", "Oudegracht 212", "3511 NR", "Utrecht", "Netherlands"),
    "Dublin": ("Fernweg Dublin", "61 Capel Street", "D01 X5K2", "Dublin", "Ireland"),
}
LETTERS = ("XXS", "XS", "XS/S", "S", "S/M", "M", "M/L", "L", "L/XL", "XL", "XXL")
PAIRS = {
    "tents": ("sleeping mats", "sleeping bags", "lights", "accessories"),
    "sleeping bags": ("sleeping mats", "tents", "lights"),
    "sleeping mats": ("sleeping bags", "tents", "stoves and kitchen"),
    "backpacks": ("water and hydration", "accessories", "travel bags", "trousers"),
    "jackets": ("trousers", "base layers", "accessories"),
    "trousers": ("base layers", "jackets", "footwear", "accessories"),
    "base layers": ("jackets", "accessories", "trousers"),
    "footwear": ("accessories", "trousers"),
    "stoves and kitchen": ("stoves and kitchen", "water and hydration", "lights"),
    "lights": ("lights", "navigation and electronics", "accessories"),
    "water and hydration": ("backpacks", "stoves and kitchen"),
    "navigation and electronics": ("lights", "accessories", "backpacks"),
    "climbing": ("climbing", "climbing", "trousers"),
    "travel bags": ("travel bags", "navigation and electronics", "accessories"),
    "children": ("children", "children", "lights"),
    "accessories": ("footwear", "base layers", "accessories"),
}
REASONS = {
    "too_small": 22, "too_large": 19, "not_as_described": 8, "quality": 9, "wrong_item": 3, "damaged": 6,
    "changed_mind": 26, "late": 4, "other": 6,
}  # fmt: skip

UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}

Row = dict[str, str]


@dataclass(frozen=True)
class Variant:
    """What can be ordered."""

    id: str
    product: str
    category: str
    size: str
    price: Decimal
    on_sale: bool
    gender: str
    bulky: bool


@dataclass
class Customer:
    """A customer; size (0 to 1) and gender decide what fits."""

    id: str
    name: str
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    country: str
    joined: date
    locale: str
    gender: str
    size: float
    member: bool = True
    orders: int = 0
    spent: Decimal = Decimal(0)


@dataclass
class Line:
    """One article of an order."""

    variant: Variant
    quantity: int
    status: str = ""
    shipment: int = 0

    @property
    def amount(self) -> Decimal:
        """What the line costs."""
        return self.variant.price * self.quantity


@dataclass
class Shipment:
    """A parcel on its way to the customer."""

    carrier: str
    tracking: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    status: str
    eta: date
    last_event: str
    last_event_at: datetime


@dataclass
class Return:
    """A return, from its registration to the money."""

    reason: str
    registered_at: datetime
    received_at: datetime | None
    refunded_at: datetime | None


@dataclass
class Order:
    """An order with everything that happened to it."""

    number: int
    customer: Customer
    placed_at: datetime
    lines: list[Line]
    shipping: str
    payment: str
    voucher: str
    address: tuple[str, str, str, str, str]
    tier: str = "basic"
    status: str = ""
    shipments: list[Shipment] = field(default_factory=list)
    returned: Return | None = None

    @property
    def items(self) -> Decimal:
        """The sum of the articles."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def discount(self) -> Decimal:
        """What the voucher takes off."""
        regular = sum((line.amount for line in self.lines if not line.variant.on_sale), Decimal(0))
        fixed = {"WELCOME5": Decimal(5), "TRAIL10": Decimal(10)}
        share = {"STUDENT10": regular, "BIRTHDAY10": self.items}
        if self.voucher in share:
            return cents(share[self.voucher] / 10)
        return fixed.get(self.voucher, Decimal(0))

    @property
    def shipping_cost(self) -> Decimal:
        """By the rules of the shop: country, method, value, tier, bulky articles."""
        if self.shipping == "click and collect":
            return Decimal(0)
        bulky = BULKY_COST if any(line.variant.bulky for line in self.lines) else Decimal(0)
        if self.shipping == "express":
            return (Decimal(0) if self.tier == "gold" else EXPRESS_COST) + bulky
        country = self.address[4]
        enough = country in FREE_FROM and self.items - self.discount >= FREE_FROM[country]
        free = enough or (country in FREE_FROM and self.tier in {"silver", "gold"})
        return (Decimal(0) if free else Decimal(STANDARD_COST[country])) + bulky

    @property
    def total(self) -> Decimal:
        """What was charged."""
        return self.items - self.discount + self.shipping_cost


def cents(amount: Decimal) -> Decimal:
    """Rounded to cents."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def read_variants(path: Path) -> list[Variant]:
    """The variants of the published products."""
    variants: list[Variant] = []
    own: Row = {}
    for row in csv.DictReader(path.open(encoding="utf-8")):
        own = row if row["title"] else own
        if own["published"] != "yes":
            continue
        attributes = dict(part.split(": ", 1) for part in own["attributes"].split("; "))
        variants.append(
            Variant(
                id=row["variant_id"],
                product=row["product_id"],
                category=own["category"],
                size=row["size"],
                price=Decimal(row["price"]),
                on_sale=bool(row["compare_at_price"]),
                gender=attributes.get("Gender", "unisex"),
                bulky=attributes.get("Bulky item") == "yes",
            )
        )
    return variants


def read_yaml(name: str) -> dict[str, Any]:
    """One of the sources beside this file."""
    return dict(yaml.safe_load((HERE / name).read_text(encoding="utf-8")))


def plain(name: str) -> str:
    """A name as it stands in an e-mail address."""
    spelled = name.lower().translate(UMLAUTS)
    letters = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return letters.replace(" ", "")


def made_up_customer(
    rng: random.Random, number: int, country: str, facts: dict[str, Any], taken: set[str]
) -> Customer:
    """An invented customer of a country whose e-mail nobody else has."""
    while True:
        gender = rng.choice(("women", "men"))
        first, family = rng.choice(facts[gender]), rng.choice(facts["family"])
        email = f"{plain(first)}.{plain(family)}@example.{rng.choice(('com', 'com', 'org', 'net'))}"
        if email not in taken:
            break
    taken.add(email)
    postcode, city = rng.choice(facts["cities"])
    house = rng.randint(1, 140)
    before = country in {"France", "Ireland", "United Kingdom"}
    street = rng.choice(facts["streets"])
    phone = "".join(str(rng.randint(0, 9)) if c == "#" else c for c in rng.choice(facts["phone"]))
    return Customer(
        id=f"C{number}",
        name=f"{first} {family}",
        email=email,
        phone=phone if rng.random() < 0.86 else "",
        street=f"{house} {street}" if before else f"{street} {house}",
        postcode=f"{postcode:05d}" if country == "Germany" and isinstance(postcode, int) else str(postcode),
        city=city,
        country=country,
        joined=date(2021, 3, 1) + timedelta(days=round(2000 * rng.random() ** 0.7)),
        locale="fr-BE" if city in {"Brussels", "Liège"} else facts["locale"],
        gender=gender,
        size=min(1.0, max(0.0, rng.gauss(0.5, 0.2))),
        member=rng.random() < 0.8,
    )


def named_customer(key: str, entry: list[Any]) -> Customer:
    """A customer as written in named.yml."""
    name, email, phone, street, postcode, city, country, joined, locale = entry
    return Customer(key, name, email, phone, street, postcode, city, country, joined, locale, "unisex", 0.5)


def make_customers(rng: random.Random, people: dict[str, Any], named: dict[str, Any]) -> list[Customer]:
    """The named customers, then invented ones up to CUSTOMERS."""
    customers = [named_customer(key, entry) for key, entry in named["customers"].items()]
    taken = {customer.email for customer in customers}
    countries = [country for country, facts in people.items() for _ in range(facts["share"])]
    rng.shuffle(countries)
    for country in countries[: CUSTOMERS - len(customers)]:
        customers.append(made_up_customer(rng, 1001 + len(customers), country, people[country], taken))
    return customers


def working_days_after(day: date, count: int) -> date:
    """The date so many working days (Monday to Friday) later."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def size_place(size: str, run: list[str]) -> float:
    """Where a size stands in the product's run, from 0 to 1."""
    if len(run) < 2:
        return 0.5
    return run.index(size) / (len(run) - 1)


class Shelf:
    """Chooses articles: by popularity, by what goes together, by who wears them."""

    def __init__(self, rng: random.Random, variants: Iterable[Variant]) -> None:
        self.rng = rng
        self.by_product: dict[str, list[Variant]] = defaultdict(list)
        self.by_id = {variant.id: variant for variant in variants}
        for variant in self.by_id.values():
            self.by_product[variant.product].append(variant)
        self.weight = {
            product: rng.lognormvariate(0, 0.9) / (1 + float(found[0].price) / 220)
            for product, found in self.by_product.items()
        }
        self.by_category: dict[str, list[str]] = defaultdict(list)
        for product, found in self.by_product.items():
            self.by_category[found[0].category].append(product)

    def pick(self, customer: Customer, near: str | None, bulky: bool) -> Variant:
        """An article for the customer, fitting the one already in the basket."""
        category = self.rng.choice(PAIRS[near]) if near and self.rng.random() < 0.8 else None
        products = self.by_category[category] if category else list(self.by_product)
        while True:
            product = self.rng.choices(products, [self.weight[p] for p in products])[0]
            first = self.by_product[product][0]
            other = {first.gender, customer.gender} == {"women", "men"}
            if (not first.bulky or bulky) and (not other or self.rng.random() < 0.18):
                return self.fitting(product, customer)

    def fitting(self, product: str, customer: Customer) -> Variant:
        """The variant in the customer's size, in any colour."""
        variants = self.by_product[product]
        run = list(dict.fromkeys(variant.size for variant in variants))
        wanted = customer.size + self.rng.gauss(0, 0.08)
        size = min(run, key=lambda s: abs(size_place(s, run) - wanted))
        if len(run) > 1 and run[0] not in LETTERS and not run[0].isdigit():
            size = self.rng.choice(run)
        return self.rng.choice([variant for variant in variants if variant.size == size])


def place_times(rng: random.Random, count: int) -> list[datetime]:
    """When orders came in: all year, more in the last days so that many are still open."""
    times = [NOW - timedelta(minutes=rng.randint(4, 220)) for _ in range(14)]
    while len(times) < count:
        days = rng.uniform(0, 5) if rng.random() < 0.16 else 365 * rng.random() ** 1.5
        moment = (NOW - timedelta(days=days)).replace(second=0)
        moment = moment.replace(hour=min(23, max(0, round(rng.gauss(16, 4.5)))), minute=rng.randint(0, 59))
        if moment < NOW - timedelta(minutes=3):
            times.append(moment)
    return sorted(times)


def numbers_for(times: list[datetime], anchors: list[tuple[datetime, int]]) -> list[int]:
    """Order numbers that grow with time and pass through the named orders' numbers."""
    numbers: list[int] = []
    for (left, low), (right, high) in pairwise(anchors):
        inside = [moment for moment in times if left < moment <= right]
        last = low
        for place, moment in enumerate(inside):
            wanted = low + int((high - low) * ((moment - left) / (right - left)))
            last = min(max(last + 1, wanted), high - len(inside) + place)
            numbers.append(last)
    return numbers


def payment_for(rng: random.Random, customer: Customer, total: Decimal) -> str:
    """A way to pay that the shop offers in the country."""
    ways = {"Visa": 16, "Mastercard": 12, "PayPal": 30, "gift card": 2}
    if customer.country in {"Germany", "Austria"}:
        ways["SEPA direct debit"] = 12
        ways |= {"instalments": 8} if total >= 150 else {}
    if customer.country == "Germany" and customer.orders and total <= 500:
        ways["invoice"] = 26
    if customer.country == "Netherlands":
        ways["iDEAL"] = 60
    if customer.country == "Belgium":
        ways["Bancontact"] = 45
    return rng.choices(list(ways), list(ways.values()))[0]


def voucher_for(rng: random.Random, order: Order) -> str:
    """Most orders have none."""
    choice = rng.random()
    if order.customer.orders == 0 and order.items >= 50 and choice < 0.3:
        return "WELCOME5"
    if order.customer.member and order.customer.orders > 1 and order.items >= 30 and choice < 0.12:
        return "TRAIL10"
    return "STUDENT10" if choice > 0.96 else ""


def shipping_for(rng: random.Random, customer: Customer) -> str:
    """Express only within Germany, collection only near a store."""
    if customer.city in STORES and rng.random() < 0.22:
        return "click and collect"
    return "express" if customer.country == "Germany" and rng.random() < 0.14 else "standard"


def address_for(customer: Customer, shipping: str) -> tuple[str, str, str, str, str]:
    """Name, street, postcode, city and country of the delivery."""
    if shipping == "click and collect":
        return STORES[customer.city]
    return customer.name, customer.street, customer.postcode, customer.city, customer.country


def tracking_number(number: int) -> str:
    """Twenty digits, like the carrier's."""
    return f"00340434555000{number:06d}"


def leaves_warehouse(placed: datetime) -> datetime:
    """Packed within two working hours; the lorry comes at about four on working days."""
    day = placed.date()
    if placed.time() > time(13, 0) or day.weekday() > 4:
        day = working_days_after(day, 1)
    return datetime.combine(day, time(16, (placed.minute * 7) % 25))


def set_all(order: Order, status: str) -> None:
    """Gives the order and its lines one status."""
    order.status = status
    for line in order.lines:
        line.status = status


def collect(order: Order) -> None:
    """What becomes of an order for a store."""
    ready = order.placed_at + timedelta(hours=2)
    picked_up = order.placed_at + timedelta(days=1 + order.number % 5, hours=3)
    set_all(order, "placed" if ready > NOW else "packed" if picked_up > NOW else "delivered")


def send(rng: random.Random, order: Order) -> None:
    """Lets an order run its course until NOW."""
    if order.shipping == "click and collect":
        collect(order)
        return
    left = leaves_warehouse(order.placed_at)
    low, high = (1, 1) if order.shipping == "express" else STANDARD_DAYS[order.address[4]]
    eta = working_days_after(left.date(), high)
    arrives = working_days_after(left.date(), rng.randint(low, high))
    delivered = datetime.combine(arrives, time(rng.randint(9, 17), rng.randint(0, 59)))
    parcel = Shipment("DHL", tracking_number(order.number), left, None, "in_transit", eta, "", left)
    if left > NOW:
        packed = order.placed_at < NOW - timedelta(hours=rng.choice((2, 15, 16, 17)))
        set_all(order, "packed" if packed else "placed")
        if packed:
            parcel.shipped_at, parcel.status = None, "label_created"
            parcel.last_event = "Label printed, waits for the carrier"
            parcel.last_event_at = order.placed_at + timedelta(hours=1, minutes=20)
            order.shipments.append(parcel)
        return
    order.shipments.append(parcel)
    for line in order.lines:
        line.shipment = 1
    trouble(rng, order, parcel, delivered)


def trouble(rng: random.Random, order: Order, parcel: Shipment, delivered: datetime) -> None:
    """Delivery, or one of the things that happen instead."""
    chance, age = rng.random(), NOW - (parcel.shipped_at or NOW)
    set_all(order, "shipped")
    if delivered <= NOW and chance > (0.1 if age < timedelta(days=25) else 0.012):
        set_all(order, "delivered")
        parcel.status, parcel.delivered_at = "delivered", delivered
        where = rng.choice(("to the recipient", "to the recipient", "to a neighbour", "to a parcel locker"))
        parcel.last_event, parcel.last_event_at = f"Delivered {where}", delivered
    elif delivered <= NOW and age < timedelta(days=25):
        late(rng, order, parcel, delivered, long=age > timedelta(days=9))
    elif delivered <= NOW:
        set_all(order, "refunded")
        parcel.status, parcel.last_event = "lost", "Parcel declared lost, money returned"
        parcel.last_event_at = delivered + timedelta(days=12)
    elif delivered.date() == NOW.date():
        parcel.status, parcel.eta = "out_for_delivery", NOW.date()
        parcel.last_event = "Loaded into the delivery vehicle"
        parcel.last_event_at = NOW.replace(hour=7, minute=order.number % 60)
    else:
        place = "customs" if order.address[4] in {"Switzerland", "United Kingdom"} else "the parcel centre"
        parcel.last_event = f"Arrived at {place}"
        parcel.last_event_at = min(NOW - timedelta(hours=3), (parcel.shipped_at or NOW) + timedelta(hours=12))


def late(rng: random.Random, order: Order, parcel: Shipment, due: datetime, *, long: bool) -> None:
    """A parcel that should have arrived, and did not."""
    parcel.status = rng.choice(
        ("delayed", "delayed", "delayed", "lost" if long else "delayed", "returned_to_sender")
    )
    parcel.last_event_at = min(due, NOW - timedelta(hours=20))
    parcel.last_event = {
        "lost": "Search opened, no scan since this one",
        "delayed": "Delay in the parcel centre, new date follows",
        "returned_to_sender": "Not collected in time, on its way back to Fernweg",
    }[parcel.status]
    if parcel.status == "delayed":
        parcel.eta = working_days_after(NOW.date(), 1 + order.number % 2)


def send_back(rng: random.Random, order: Order) -> None:
    """Some delivered orders come back, whole or in part."""
    delivered = order.shipments[0].delivered_at if order.shipments else None
    if order.status != "delivered" or delivered is None:
        return
    recent = NOW - delivered < timedelta(days=25)
    if rng.random() > (0.36 if recent else 0.17):
        return
    registered = (delivered + timedelta(days=rng.uniform(0.5, 9 if recent else 24))).replace(
        second=0, microsecond=0
    )
    if registered > NOW - timedelta(hours=1):
        return
    received = datetime.combine(
        working_days_after(registered.date(), rng.randint(3, 7)), time(9, rng.randint(0, 59))
    )
    refunded = datetime.combine(working_days_after(received.date(), rng.randint(1, 4)), time(8, 30))
    reason = rng.choices(list(REASONS), list(REASONS.values()))[0]
    order.returned = Return(
        reason, registered, received if received <= NOW else None, refunded if refunded <= NOW else None
    )
    done = "refunded" if order.returned.refunded_at else "returned"
    if len(order.lines) > 1 and rng.random() < 0.6:
        for line in rng.sample(order.lines, rng.randint(1, len(order.lines) - 1)):
            line.status = done
        order.status = "partly_returned"
    else:
        set_all(order, done)


def make_order(rng: random.Random, shelf: Shelf, customer: Customer, placed: datetime, number: int) -> Order:
    """An order and what became of it."""
    lines: list[Line] = []
    for _ in range(rng.choices((1, 2, 3, 4, 5), (42, 29, 16, 9, 4))[0]):
        near = lines[-1].variant.category if lines else None
        variant = shelf.pick(customer, near, customer.country in BULKY_COUNTRIES)
        if all(line.variant.product != variant.product for line in lines):
            lines.append(Line(variant, rng.choice((1, 1, 1, 2, 2, 3)) if variant.price < 25 else 1))
    shipping = shipping_for(rng, customer)
    order = Order(number, customer, placed, lines, shipping, "", "", address_for(customer, shipping))
    order.tier = tier_of(customer.spent) if customer.member else "none"
    order.voucher = voucher_for(rng, order)
    order.payment = payment_for(rng, customer, order.total)
    customer.orders += 1
    if rng.random() < 0.05:
        set_all(order, "cancelled")
    else:
        send(rng, order)
        send_back(rng, order)
    if placed.year == NOW.year:
        customer.spent += kept(order)
    return order


def moment(value: str | datetime | date) -> datetime | None:
    """A time as written in named.yml."""
    if not value:
        return None
    return datetime.fromisoformat(str(value))


def needed(value: str | datetime | date) -> datetime:
    """A time that must be there."""
    found = moment(value)
    if found is None:
        raise ValueError("a time is missing in named.yml")
    return found


def named_order(key: str, entry: dict[str, Any], customers: dict[str, Customer], shelf: Shelf) -> Order:
    """An order as written in named.yml."""
    customer = customers[entry["customer"]]
    lines = []
    sent = 1 if entry.get("shipments") and entry["status"] != "packed" else 0
    for variant, quantity, *more in entry["lines"]:
        status = str(more[0]) if more else entry["status"]
        lines.append(Line(shelf.by_id[variant], quantity, status, int(more[1]) if len(more) > 1 else sent))
    placed = needed(entry["placed_at"])
    shipping = entry["shipping"]
    here = (customer.name, customer.street, customer.postcode, customer.city, customer.country)
    address = STORES[customer.city] if shipping == "click and collect" else here
    order = Order(
        int(key[3:]), customer, placed, lines, shipping, entry["payment"], entry.get("voucher", ""), address
    )
    order.status = entry["status"]
    for carrier, tracking, shipped, delivered, status, eta, event, at in entry.get("shipments", []):
        order.shipments.append(
            Shipment(carrier, tracking, moment(shipped), moment(delivered), status, eta, event, needed(at))
        )
    if "return" in entry:
        reason, registered, received, refunded = entry["return"]
        order.returned = Return(reason, needed(registered), moment(received), moment(refunded))
    customer.orders += 1
    return order


def make_orders(
    rng: random.Random, named: dict[str, Any], customers: list[Customer], shelf: Shelf
) -> list[Order]:
    """The named orders and invented ones up to ORDERS, by number."""
    by_id = {customer.id: customer for customer in customers}
    orders = [named_order(key, entry, by_id, shelf) for key, entry in named["orders"].items()]
    anchors = sorted([FIRST_ORDER, *((order.placed_at, order.number) for order in orders), LAST_ORDER])
    times = place_times(rng, ORDERS - len(orders))
    buyers = [customer for customer in customers if customer.id not in named["customers"]]
    eagerness = [rng.paretovariate(1.6) for _ in buyers]
    for placed, number in zip(times, numbers_for(times, anchors), strict=True):
        buyer = rng.choices(buyers, eagerness)[0]
        buyer.joined = min(buyer.joined, placed.date())
        orders.append(make_order(rng, shelf, buyer, placed, number))
    return sorted(orders, key=lambda order: order.number)


def kept(order: Order) -> Decimal:
    """What the customer bought and kept."""
    if order.status in {"cancelled", "returned", "refunded"}:
        return Decimal(0)
    return sum(
        (line.amount for line in order.lines if line.status not in {"returned", "refunded"}), Decimal(0)
    )


def tier_of(spent: Decimal) -> str:
    """The Trail Club's steps, by what was bought in the calendar year."""
    return "gold" if spent >= 1200 else "silver" if spent >= 500 else "basic"


def clock(value: datetime | None) -> str:
    """A local time with its offset, or nothing."""
    return value.replace(tzinfo=BERLIN).isoformat(timespec="seconds") if value else ""


def customer_rows(rng: random.Random, customers: list[Customer], orders: list[Order]) -> list[Row]:
    """customers.csv; points and tier follow from the orders."""
    spent: dict[str, Decimal] = defaultdict(Decimal)
    this_year: dict[str, Decimal] = defaultdict(Decimal)
    redeemed: Counter[str] = Counter()
    for order in orders:
        spent[order.customer.id] += kept(order)
        this_year[order.customer.id] += kept(order) if order.placed_at.year == NOW.year else Decimal(0)
        redeemed[order.customer.id] += order.voucher == "TRAIL10"
    rows = []
    for c in customers:
        earlier = rng.randint(0, 260) if c.joined.year < 2026 else 0
        points = max(earlier % 200, int(spent[c.id]) + earlier - 200 * redeemed[c.id])
        rows.append(
            {
                "customer_id": c.id,
                "name": c.name,
                "email": c.email,
                "phone": c.phone,
                "street": c.street,
                "postcode": c.postcode,
                "city": c.city,
                "country": c.country,
                "joined": c.joined.isoformat(),
                "loyalty_points": str(points if c.member else 0),
                "tier": tier_of(this_year[c.id]) if c.member else "none",
                "locale": c.locale,
            }
        )
    return rows


def order_rows(orders: list[Order]) -> list[Row]:
    """orders.csv."""
    names = ("name", "street", "postcode", "city", "country")
    return [
        {
            "order_number": f"FW-{o.number}",
            "customer_id": o.customer.id,
            "placed_at": clock(o.placed_at),
            "status": o.status,
            "currency": "EUR",
            "total": f"{o.total:.2f}",
            "shipping_method": o.shipping,
            "shipping_cost": f"{o.shipping_cost:.2f}",
            "payment_method": o.payment,
            "voucher": o.voucher,
            "discount": f"{o.discount:.2f}",
            **{f"delivery_{name}": value for name, value in zip(names, o.address, strict=True)},
        }
        for o in orders
    ]


def line_rows(orders: list[Order]) -> list[Row]:
    """order_lines.csv."""
    return [
        {
            "order_number": f"FW-{o.number}",
            "line": str(place),
            "variant_id": line.variant.id,
            "quantity": str(line.quantity),
            "unit_price": f"{line.variant.price:.2f}",
            "status": line.status,
            "shipment": str(line.shipment or ""),
        }
        for o in orders
        for place, line in enumerate(o.lines, 1)
    ]


def shipment_rows(orders: list[Order]) -> list[Row]:
    """shipments.csv."""
    return [
        {
            "order_number": f"FW-{o.number}",
            "shipment": str(place),
            "carrier": s.carrier,
            "tracking_number": s.tracking,
            "shipped_at": clock(s.shipped_at),
            "delivered_at": clock(s.delivered_at),
            "status": s.status,
            "eta": s.eta.isoformat(),
            "last_event": s.last_event,
            "last_event_at": clock(s.last_event_at),
        }
        for o in orders
        for place, s in enumerate(o.shipments, 1)
    ]


def return_rows(orders: list[Order]) -> list[Row]:
    """returns.csv: what came back, and the money for it."""
    rows = []
    for o in orders:
        if o.returned is None:
            continue
        r = o.returned
        back = [line for line in o.lines if line.status in {"returned", "refunded"}]
        amount = sum((line.amount for line in back), Decimal(0))
        share = o.discount * amount / o.items
        label = (
            Decimal("5.95") if o.address[4] in {"Netherlands", "Belgium", "France", "Ireland"} else Decimal(0)
        )
        status = "refunded" if r.refunded_at else "received" if r.received_at else "in_transit"
        rows.append(
            {
                "return_number": f"RT-{o.number}",
                "order_number": f"FW-{o.number}",
                "lines": " ".join(str(o.lines.index(line) + 1) for line in back),
                "reason": r.reason,
                "registered_at": clock(r.registered_at),
                "received_at": clock(r.received_at),
                "refunded_at": clock(r.refunded_at),
                "amount": f"{cents(max(amount - share - label, Decimal(0))):.2f}",
                "currency": "EUR",
                "refund_to": o.payment,
                "status": status,
            }
        )
    return rows


def gift_card_rows(rng: random.Random, named: dict[str, Any]) -> list[Row]:
    """gift_cards.csv: the named ones and some more."""
    cards = {code: (str(v[0]), Decimal(str(v[1])), str(v[2])) for code, v in named["gift_cards"].items()}
    while len(cards) < 40:
        code = f"6090 {rng.randint(0, 9999):04d} {rng.randint(0, 9999):04d} {rng.randint(0, 9999):04d}"
        value = Decimal(rng.choice((10, 20, 25, 50, 50, 75, 100, 100, 150, 200, 500)))
        left = rng.choice((value, value, Decimal(0), cents(value * Decimal(rng.random()))))
        cards[code] = (f"{rng.randint(0, 9999):04d}", left, f"{rng.choice((2026, 2027, 2028, 2029))}-12-31")
    return [
        {"code": code, "pin": pin, "balance": f"{balance:.2f}", "currency": "EUR", "expires": expires}
        for code, (pin, balance, expires) in cards.items()
    ]


def write(name: str, rows: list[Row]) -> None:
    """One CSV file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)}")


def main() -> None:
    """Builds all files and says how much there is."""
    rng = random.Random(20261125)
    named = read_yaml("named.yml")
    shelf = Shelf(rng, read_variants(HERE.parent / "catalogue.csv"))
    customers = make_customers(rng, read_yaml("people.yml"), named)
    orders = make_orders(rng, named, customers, shelf)
    write("customers.csv", customer_rows(rng, customers, orders))
    write("orders.csv", order_rows(orders))
    write("order_lines.csv", line_rows(orders))
    write("shipments.csv", shipment_rows(orders))
    write("returns.csv", return_rows(orders))
    write("gift_cards.csv", gift_card_rows(rng, named))


if __name__ == "__main__":
    main()
