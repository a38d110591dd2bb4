-- No names, no answers, no addresses, and of links and invitations only hashes. What is locked opens with a person's link alone.
CREATE TABLE couple (
    id TEXT PRIMARY KEY,
    seed TEXT NOT NULL,
    start TEXT NOT NULL,
    invitation TEXT UNIQUE,
    until TEXT
);
CREATE TABLE person (
    id TEXT PRIMARY KEY, -- random, so that it is never given out again
    couple TEXT NOT NULL REFERENCES couple ON DELETE CASCADE,
    link TEXT NOT NULL UNIQUE,
    sharing TEXT NOT NULL,
    pulses INTEGER NOT NULL DEFAULT 0,
    invitations INTEGER NOT NULL DEFAULT 0,
    notes TEXT -- locked: this week's practice, which were done lately, and where somebody is in a programme
);
CREATE INDEX person_of_couple ON person (couple);
CREATE TABLE result (
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    form TEXT NOT NULL, -- a digest that only the link can make
    day TEXT NOT NULL,
    scores TEXT NOT NULL, -- locked
    PRIMARY KEY (person, form, day)
);
CREATE TABLE shown ( -- what a person shares, ready to be shown: nothing else of theirs is read for their partner
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    pillar TEXT NOT NULL,
    digest TEXT NOT NULL, -- what the place rests on: places of two versions are not comparable
    day TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (person, pillar)
);
-- A person with what the couple has, and two people side by side. Whoever adds a column to a table makes these anew.
CREATE VIEW owner AS
    SELECT person.*, couple.seed, couple.start FROM person JOIN couple ON couple.id = person.couple;
CREATE VIEW side_by_side AS
    SELECT mine.person, mine.pillar, mine.place AS a, theirs.place AS b, mine.day AS day_a, theirs.day AS day_b
    FROM shown mine
    JOIN person one ON one.id = mine.person
    JOIN person other ON other.couple = one.couple AND other.id <> one.id
    JOIN shown theirs ON theirs.person = other.id AND theirs.pillar = mine.pillar AND theirs.digest = mine.digest
