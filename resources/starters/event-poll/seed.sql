INSERT INTO settings (key, value) VALUES
  ('title', 'Dinner on the roof'), ('owner', 'Noor'), ('place', '12 Mill Lane, top floor'), ('accent', '#C4F042');

INSERT INTO slots (starts_at)
SELECT current_date + day + time '17:00' + hours * interval '30 minutes'
FROM (VALUES (9, 4), (10, 5), (11, 3), (16, 4), (17, 5)) AS v (day, hours);

INSERT INTO voters (name) VALUES ('Noor'), ('Theo'), ('Marisol'), ('Kenji'), ('Ada'), ('Luca');

INSERT INTO votes (voter_id, slot_id, answer) VALUES
  (1, 1, 'yes'), (1, 2, 'yes'), (1, 3, 'no'), (1, 4, 'yes'), (1, 5, 'maybe'),
  (2, 1, 'no'), (2, 2, 'yes'), (2, 3, 'yes'), (2, 4, 'maybe'), (2, 5, 'no'),
  (3, 1, 'maybe'), (3, 2, 'yes'), (3, 3, 'no'), (3, 4, 'yes'), (3, 5, 'yes'),
  (4, 1, 'yes'), (4, 2, 'maybe'), (4, 3, 'yes'), (4, 4, 'no'), (4, 5, 'no'),
  (5, 1, 'no'), (5, 2, 'yes'), (5, 3, 'no'), (5, 4, 'yes'), (5, 5, 'yes'),
  (6, 1, 'yes'), (6, 2, 'yes'), (6, 3, 'maybe'), (6, 4, 'no');
