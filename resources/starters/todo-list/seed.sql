INSERT INTO settings (key, value) VALUES
  ('title', 'Home, the list'), ('owner', 'Maya'), ('partner', 'Jonas'), ('accent', '#34D399');

INSERT INTO items (title, done, assignee, created_at, done_at) VALUES
  ('Book the train to Lisbon', false, 'owner', now() - interval '6 hours', NULL),
  ('Oat milk, lemons, good olive oil', false, 'partner', now() - interval '5 hours', NULL),
  ('Call the landlord about the dripping tap', false, 'partner', now() - interval '1 day', NULL),
  ('Choose a film for Friday', false, NULL, now() - interval '3 hours', NULL),
  ('Water the fig tree', false, NULL, now() - interval '2 hours', NULL),
  ('Send Grandma the photos', false, 'owner', now() - interval '1 hour', NULL),
  ('Renew the parking permit', true, 'partner', now() - interval '3 days', now() - interval '20 hours'),
  ('Fix the bike light', true, 'owner', now() - interval '2 days', now() - interval '9 hours'),
  ('Return the library books', true, 'owner', now() - interval '4 days', now() - interval '4 hours');
