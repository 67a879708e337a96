INSERT INTO settings (key, value) VALUES
  ('title', 'Small Hours'), ('owner', 'Ines Calder'), ('accent', '#e4572e'),
  ('tagline', 'Notes on type, trains and whatever keeps me awake.'), ('claim', 'open')
ON CONFLICT (key) DO NOTHING;

INSERT INTO posts (body, link, tags, pinned, created_at)
SELECT v.body, v.link, string_to_array(v.tags, ','), v.pinned, now() - v.age * interval '1 hour'
FROM (VALUES
  ('I keep this page short on purpose. If a thought needs a heading, it belongs somewhere else.', '', 'about', true, 900),
  ('The 05:52 is the only train on which nobody pretends to work.', '', 'trains', false, 3),
  ('Found: a whole archive of railway timetables set by hand, each column a small argument about what matters. I lost an hour in the footnotes alone.', 'https://example.com/archive/timetables', 'type,trains,links', false, 20),
  ('A good caption says what the picture cannot.', '', 'writing', false, 31),
  ('Spent the evening choosing between two grays that nobody else can tell apart. I can tell them apart.', '', 'type', false, 52),
  ('On why tabular figures should be the default wherever numbers stand above each other. Convincing, and only four minutes long.', 'https://example.com/essays/tabular-figures', 'type,links', false, 76),
  ('Rule of the kitchen and of software: clean as you go, and never leave a knife in the sink.', '', 'work', false, 101),
  ('Rain on the roof, kettle on, phone in the other room. This is what the whole apparatus of productivity is trying to sell back to us.', '', 'notes', false, 140),
  ('Someone has mapped the sounds of station announcements across Europe. Lisbon wins. It is not even close.', 'https://example.com/maps/station-chimes', 'trains,links', false, 190),
  ('Rewrote a paragraph eleven times, then deleted it. The page is better and the day was not wasted. Both of these took me years to believe.', '', 'writing,work', false, 260)
) AS v (body, link, tags, pinned, age)
WHERE NOT EXISTS (SELECT 1 FROM posts);
