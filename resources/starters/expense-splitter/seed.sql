INSERT INTO settings (key, value) VALUES
  ('title', 'Lisbon, five days'), ('owner', 'Amina'), ('currency', 'EUR'), ('accent', '#FFB020');

INSERT INTO people (name) VALUES ('Amina'), ('Bruno'), ('Clara'), ('Dev');

INSERT INTO expenses (what, cents, paid_by, paid_for, day, kind) VALUES
  ('Apartment in Alfama', 61200, 1, '{1,2,3,4}', current_date - 5, 'expense'),
  ('Airport taxi', 2350, 2, '{1,2,3,4}', current_date - 5, 'expense'),
  ('Dinner at the tasca', 8640, 3, '{1,2,3,4}', current_date - 5, 'expense'),
  ('Tram day passes', 2720, 4, '{1,2,3,4}', current_date - 4, 'expense'),
  ('Pastéis, a dozen', 1560, 2, '{1,2,3,4}', current_date - 4, 'expense'),
  ('Surf lesson in Caparica', 10500, 4, '{2,3,4}', current_date - 3, 'expense'),
  ('Bruno pays Amina back', 12000, 2, '{1}', current_date - 3, 'payment'),
  ('Fado night', 7200, 3, '{1,3,4}', current_date - 2, 'expense'),
  ('Groceries at the mercado', 4385, 1, '{1,2,3,4}', current_date - 2, 'expense'),
  ('Train to Sintra', 1840, 3, '{1,2,3,4}', current_date - 1, 'expense'),
  ('Palace tickets', 4200, 2, '{1,2,3,4}', current_date - 1, 'expense');
