"""Sổ Chi bộ: record a cell's meeting once; every level reads it.

ROOMS is the story, in order. A room imports only from rooms named before it; installed apps,
URL includes and the lint contract follow this list, and a test compares them.
"""

ROOMS = (
    "core",  # no domain nouns: errors, days, Vietnamese text, base templates
    "spreadsheets",  # tables from outside, read behind a wall; tables to take away
    "accounts",  # who signs in, and what they typed but have not yet said
    "journal",  # who did what, when: one row an act, never altered
    "jobs",  # long work in the background: progress, stop, go on after a restart
    "recounts",  # which cell's month has changed and must be added up again
    "people",  # a person: name as written, year of birth, perhaps a login
    "organizations",  # the units through time, the posts held in them, who may do what where
    "rulebook",  # the numbers each issuer sets, from which day, by which document
    "papers",  # how an official paper is numbered, laid out and kept (docx, PDF, print)
    "members",  # who belongs, from when to when, in what standing
    "ballots",  # a vote: its base, its totals
    "elections",  # votes on paper: ballots, two counters, the result, the posts that follow
    "dues",  # what each member owes and paid, what the cell handed up
    "plans",  # the year's meetings, laid once: days, topics, what was moved and why
    "deadlines",  # what falls due, each by a rule with its clause, shown to who must act
    "preparations",  # what a planned meeting needs: agenda, papers, questions, who is invited
    "meetings",  # who met, about what: sitting, roll call, discussion
    "resolutions",  # what was decided: tasks, and the answers to last month's
    "petitions",  # what the cell asks of the levels above
    "assessments",  # how good a meeting was: dated frames, the score sheet
    "minutes",  # read back, close; what is frozen for every level above
    "copies",  # months from before the book, copied from paper, counted like any other
    "lists",  # members, cells and offices from the lists that an office has, and out again
    "registers",  # the books of a unit on paper and as files; the list reconciled with those above
    "reorganisations",  # a decision on units: shown first, carried out whole, corrected by another
    "figures",  # each month of each unit added up once, by the units of then and of today
    "nation",  # what a province sends up when it keeps its own server, and how the nation reads it
    "statforms",  # statistical forms whose columns an operator maps to figures
    "chairing",  # what the chair holds in hand: the prepared meeting, its sheets, silent help
    "reports",  # what it all adds up to
    "desk",  # what waits for me
    "demo",  # an invented province that shows it all
)
