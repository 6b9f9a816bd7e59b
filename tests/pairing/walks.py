"""Pairs that end and come while people leave and others join, beside counts of who helps whom."""

from collections import Counter

from sanliang.pairing import Change, Helper, Household, Problem, audit, cover, repair


def most(homes, rooms, refuses):
    """How many homes can be helped: by looking for one more seat, or for a way to make room for it."""
    seats = [(helper, place) for helper, room in rooms.items() for place in range(room)]
    taken = {}

    def placed(home, tried):
        for seat in seats:
            if seat in tried or (home, seat[0]) in refuses:
                continue
            tried.add(seat)
            if seat not in taken or placed(taken[seat], tried):
                taken[seat] = home
                return True
        return False

    return sum(placed(home, set()) for home in homes)


class Pairs:
    """Households, each with one helper who is wanted, and helpers with room."""

    def __init__(self, random, helpers):
        self.random, self.number = random, 0
        self.rooms = {id: random.choice((1, 1, 2)) for id in helpers}
        self.homes, self.refuses = {f"h-{place}" for place in range(1, 6)}, set()
        self.problem = Problem(
            helpers=[Helper(id=id, room=room) for id, room in self.rooms.items()],
            households=[Household(id=id) for id in self.homes],
            costs=self.costs(sorted(self.homes), self.rooms),
        )
        self.pairing, self.told = cover(self.problem), []
        self.keys = {*self.pairing.keys}
        self.agrees()

    def costs(self, households, helpers):
        """What each pair costs: whatever, so that each may be made."""
        return [(home, helper, self.random.randint(0, 9)) for home in households for helper in helpers]

    def step(self):
        """A household moves away or comes, or somebody has more room, or less."""
        pick, homes = self.random.choice, sorted(self.homes)
        kind = pick(("ends", "comes", "room", "room"))
        if kind == "ends" and len(homes) > 2:
            home = pick(homes)
            self.homes.remove(home)
            self.changes(Change(ends=[home]))
        elif kind == "comes" and len(homes) < 7:
            self.number += 1
            home = f"n-{self.number}"
            self.homes.add(home)
            refuses = pick(sorted(self.rooms))
            self.refuses.add((home, refuses))
            willing = [id for id in self.rooms if id != refuses]
            self.changes(
                Change(households=[Household(id=home, refuses=[refuses])], costs=self.costs([home], willing))
            )
        else:
            who, room = pick(sorted(self.rooms)), pick((0, 1, 1, 2))
            self.rooms[who] = room
            self.changes(Change(rooms={who: room}))

    def leaves(self, who):
        """A helper leaves."""
        del self.rooms[who]
        self.changes(Change(leaves=[who]))
        assert all(key.helper != who for key in self.keys), self.story()

    def joins(self, who):
        """A helper joins."""
        self.rooms[who] = 1
        homes = [home for home in sorted(self.homes) if (home, who) not in self.refuses]
        self.changes(Change(helpers=[Helper(id=who)], costs=self.costs(homes, [who])))

    def changes(self, change):
        """The pairing is repaired; what is said of it is so."""
        self.told.append(str(change))
        found = repair(self.problem, self.pairing, change)
        before, now = self.keys, {*found.pairing.keys}
        assert (before - now, now - before) == ({*found.left}, {*found.came}), self.story()
        self.problem, self.pairing, self.keys = found.problem, found.pairing, now
        self.agrees()
        assert found.verdict.ok == (len(now) == len(self.homes)), self.story()

    def agrees(self):
        """As many are covered as can be; nobody is paired twice, beyond room, or against his will."""
        assert most(self.homes, self.rooms, self.refuses) == len(self.pairing.keys) == len(self.keys), (
            self.story()
        )
        homes, helpers = (Counter(key[place] for key in self.keys) for place in (0, 1))
        assert {*homes} <= self.homes, self.story()
        assert {1} >= {*homes.values()}, self.story()
        assert all(many <= self.rooms[helper] for helper, many in helpers.items()), self.story()
        assert not self.refuses & {(key[0], key[1]) for key in self.keys}, self.story()

    def audited(self):
        """The audit agrees."""
        verdict = audit(self.problem, self.pairing)
        assert verdict.ok, verdict.text()

    def story(self):
        """What changed."""
        return "\n".join(self.told[-9:])
