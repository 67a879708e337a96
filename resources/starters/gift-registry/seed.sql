INSERT INTO settings (key, value) VALUES
  ('title', 'Mila & Jonas'), ('owner', 'Mila'), ('accent', '#e8a0a8'), ('occasion', 'The wedding, 12 June'), ('currency', '€'), ('claim', 'open')
ON CONFLICT (key) DO NOTHING;

INSERT INTO gifts (name, note, price, url, kind, quantity)
SELECT v.name, v.note, v.price, v.url, v.kind, v.quantity
FROM (VALUES
  ('Enamelled casserole, 26 cm', 'In the dark green, please. We will feed you from it.', 189, 'https://example.com/casserole', 'kitchen', 1),
  ('Linen bedding set', 'Oat or sand, 200 × 220.', 145, 'https://example.com/linen', 'cosy', 1),
  ('Wine glasses', 'The thin ones. One glass each would be lovely.', 18, 'https://example.com/glasses', 'wine', 6),
  ('An olive tree', 'For the balcony, about as tall as Jonas.', 90, '', 'garden', 1),
  ('A night in the mountains', 'A hut, a stove, no reception.', 160, 'https://example.com/hut', 'trip', 2),
  ('Your favourite cookbook', 'The one with stains on it. Write inside.', NULL, '', 'book', 4),
  ('Record player needle', 'Ours skips on the best song.', 65, 'https://example.com/needle', 'music', 1),
  ('Wool blanket', 'Large enough for two and a cat.', 120, 'https://example.com/blanket', 'cosy', 1),
  ('Reading lamp', 'For the corner by the window.', 110, 'https://example.com/lamp', 'home', 1)
) AS v (name, note, price, url, kind, quantity)
WHERE NOT EXISTS (SELECT 1 FROM gifts);

INSERT INTO guests (user_id, name, message)
SELECT v.user_id::uuid, v.name, v.message
FROM (VALUES
  ('7d3f0c52-6f0e-4c1b-9a52-0c5d9e1f4a01', 'Aunt Rosa', 'I have waited ten years to buy you this.'),
  ('7d3f0c52-6f0e-4c1b-9a52-0c5d9e1f4a02', 'Tom and Priya', 'See you on the dance floor.')
) AS v (user_id, name, message)
ON CONFLICT (user_id) DO NOTHING;

INSERT INTO claims (gift_id, unit, pieces, guest_id)
SELECT g.id, v.unit, g.quantity, v.guest::uuid
FROM (VALUES
  ('Linen bedding set', 1, '7d3f0c52-6f0e-4c1b-9a52-0c5d9e1f4a01'),
  ('Wine glasses', 1, '7d3f0c52-6f0e-4c1b-9a52-0c5d9e1f4a02'),
  ('Wine glasses', 2, '7d3f0c52-6f0e-4c1b-9a52-0c5d9e1f4a02'),
  ('Your favourite cookbook', 1, '7d3f0c52-6f0e-4c1b-9a52-0c5d9e1f4a01')
) AS v (name, unit, guest) JOIN gifts g ON g.name = v.name
WHERE NOT EXISTS (SELECT 1 FROM claims);
