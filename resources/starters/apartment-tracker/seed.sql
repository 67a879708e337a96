INSERT INTO settings (key, value) VALUES
  ('title', 'Our Next Home'), ('owner', 'Noor'), ('accent', '#ffb454'), ('currency', '$'), ('budget', '2600')
ON CONFLICT (key) DO NOTHING;

INSERT INTO listings (name, area, price, sqft, beds, baths, url, status, created_at)
SELECT v.name, v.area, v.price, v.sqft, v.beds, v.baths, v.url, v.status, now() - v.age * interval '1 hour'
FROM (VALUES
  ('14 Juniper Court, 3B', 'Old Harbor', 2450, 910, 2, 1, 'https://example.com/homes/juniper-3b', 'toured', 6),
  ('The Foundry, Loft 21', 'Warehouse District', 2890, 1080, 1, 1, 'https://example.com/homes/foundry-21', 'new', 20),
  ('88 Marlowe Street', 'Fern Hill', 2195, 840, 2, 1, 'https://example.com/homes/marlowe-88', 'applied', 45),
  ('Canal Row 7, ground floor', 'Canal Row', 2575, 1150, 3, 2, 'https://example.com/homes/canal-7', 'toured', 70),
  ('402 Observatory Ave', 'University', 1980, 620, 1, 1, '', 'new', 96),
  ('Maple & 5th, Unit 12', 'Midtown', 2720, 790, 2, 2, 'https://example.com/homes/maple-12', 'passed', 130)
) AS v (name, area, price, sqft, beds, baths, url, status, age)
WHERE NOT EXISTS (SELECT 1 FROM listings);

INSERT INTO points (listing_id, kind, body, author)
SELECT l.id, v.kind, v.body, v.author
FROM (VALUES
  ('14 Juniper Court, 3B', 'pro', 'Morning light in both bedrooms', 'Noor'),
  ('14 Juniper Court, 3B', 'pro', 'Heating included', 'Elias'),
  ('14 Juniper Court, 3B', 'con', 'Third floor, no elevator', 'Elias'),
  ('The Foundry, Loft 21', 'pro', 'Four-metre ceilings', 'Noor'),
  ('The Foundry, Loft 21', 'con', 'One closet in the whole place', 'Noor'),
  ('The Foundry, Loft 21', 'con', 'Over budget', 'Elias'),
  ('88 Marlowe Street', 'pro', 'Ten minutes to both offices', 'Elias'),
  ('88 Marlowe Street', 'pro', 'Landlord allows cats', 'Noor'),
  ('88 Marlowe Street', 'con', 'Kitchen from another century', 'Noor'),
  ('Canal Row 7, ground floor', 'pro', 'Small garden with an apple tree', 'Noor'),
  ('Canal Row 7, ground floor', 'pro', 'A real third room for work', 'Elias'),
  ('Canal Row 7, ground floor', 'con', 'Tram stop right outside', 'Noor'),
  ('402 Observatory Ave', 'pro', 'Cheapest by far', 'Elias'),
  ('402 Observatory Ave', 'con', 'The bed would not fit', 'Noor'),
  ('Maple & 5th, Unit 12', 'con', 'Deposit of three months', 'Elias')
) AS v (name, kind, body, author) JOIN listings l ON l.name = v.name
WHERE NOT EXISTS (SELECT 1 FROM points);

INSERT INTO ratings (listing_id, person, stars)
SELECT l.id, v.person, v.stars
FROM (VALUES
  ('14 Juniper Court, 3B', 'Noor', 4), ('14 Juniper Court, 3B', 'Elias', 4),
  ('The Foundry, Loft 21', 'Noor', 5), ('The Foundry, Loft 21', 'Elias', 2),
  ('88 Marlowe Street', 'Noor', 3), ('88 Marlowe Street', 'Elias', 5),
  ('Canal Row 7, ground floor', 'Noor', 5), ('Canal Row 7, ground floor', 'Elias', 4),
  ('402 Observatory Ave', 'Elias', 3), ('Maple & 5th, Unit 12', 'Noor', 2)
) AS v (name, person, stars) JOIN listings l ON l.name = v.name
WHERE NOT EXISTS (SELECT 1 FROM ratings);
