-- No names, no answers, no addresses, and of links and invitations only hashes.
CREATE TABLE IF NOT EXISTS couple (id INTEGER PRIMARY KEY, seed TEXT NOT NULL, invitation TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS person (
    id INTEGER PRIMARY KEY,
    couple INTEGER NOT NULL REFERENCES couple ON DELETE CASCADE,
    link TEXT NOT NULL UNIQUE,
    sharing TEXT NOT NULL,
    pulses INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS result (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    form TEXT NOT NULL,
    day TEXT NOT NULL,
    scores TEXT NOT NULL,
    PRIMARY KEY (person, form)
);
