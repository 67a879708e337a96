INSERT INTO settings (key, value) VALUES
  ('title', 'Lift Log'), ('owner', 'Dana'), ('accent', '#c8f135'), ('unit', 'kg'), ('goal', '3')
ON CONFLICT (key) DO NOTHING;

INSERT INTO exercises (name, area, bodyweight)
SELECT v.name, v.area, v.bodyweight
FROM (VALUES ('Back squat', 'legs', false), ('Bench press', 'push', false), ('Deadlift', 'pull', false), ('Pull-up', 'pull', true)) AS v (name, area, bodyweight)
WHERE NOT EXISTS (SELECT 1 FROM exercises);

INSERT INTO sets (exercise_id, athlete, day, weight, reps, note)
SELECT e.id, v.athlete, current_date - v.ago, v.weight, v.reps, v.note
FROM (VALUES
  ('Back squat', 'Dana', 57, 70, 5, ''), ('Back squat', 'Dana', 50, 72.5, 5, ''), ('Back squat', 'Dana', 43, 75, 5, ''),
  ('Back squat', 'Dana', 36, 77.5, 4, 'Slept badly'), ('Back squat', 'Dana', 29, 80, 5, ''), ('Back squat', 'Dana', 22, 82.5, 5, ''),
  ('Back squat', 'Dana', 15, 82.5, 3, ''), ('Back squat', 'Dana', 8, 87.5, 4, ''), ('Back squat', 'Dana', 1, 85, 5, ''),
  ('Back squat', 'Dana', 1, 92.5, 3, 'Felt light'), ('Back squat', 'Marko', 48, 90, 5, ''), ('Back squat', 'Marko', 34, 95, 5, ''),
  ('Back squat', 'Marko', 20, 95, 6, ''), ('Back squat', 'Marko', 6, 100, 4, ''),
  ('Bench press', 'Dana', 55, 45, 6, ''), ('Bench press', 'Dana', 41, 47.5, 6, ''), ('Bench press', 'Dana', 27, 50, 5, ''),
  ('Bench press', 'Dana', 13, 50, 6, ''), ('Bench press', 'Dana', 2, 52.5, 5, ''), ('Bench press', 'Marko', 40, 80, 5, ''),
  ('Bench press', 'Marko', 26, 82.5, 5, ''), ('Bench press', 'Marko', 5, 85, 4, 'Spotter, please'),
  ('Deadlift', 'Dana', 53, 90, 5, ''), ('Deadlift', 'Dana', 39, 95, 5, ''), ('Deadlift', 'Dana', 25, 100, 4, ''),
  ('Deadlift', 'Dana', 11, 105, 3, ''), ('Deadlift', 'Dana', 3, 110, 3, 'Three digits feel normal now'),
  ('Deadlift', 'Marko', 32, 130, 5, ''), ('Deadlift', 'Marko', 4, 140, 3, ''),
  ('Pull-up', 'Dana', 54, 0, 4, ''), ('Pull-up', 'Dana', 40, 0, 5, ''), ('Pull-up', 'Dana', 26, 0, 7, ''), ('Pull-up', 'Dana', 12, 0, 7, ''), ('Pull-up', 'Dana', 2, 0, 9, ''),
  ('Pull-up', 'Marko', 33, 0, 10, ''), ('Pull-up', 'Marko', 5, 0, 12, '')
) AS v (name, athlete, ago, weight, reps, note) JOIN exercises e ON e.name = v.name
WHERE NOT EXISTS (SELECT 1 FROM sets);
