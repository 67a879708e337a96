INSERT INTO settings (key, value) VALUES
  ('title', 'Halcyon'), ('tagline', 'Mornings, given back.'), ('owner', 'Ines Castellano'), ('accent', '#FF8A5B'),
  ('pitch', 'Halcyon reads what arrived overnight, keeps the three things that matter and hands you one calm page at seven. Then it stays quiet.');

INSERT INTO choices (label, blurb) VALUES
  ('Mail and messages', 'Forty threads become three lines. The rest can wait, and does.'),
  ('Calendar', 'What the day wants from you, and the one thing to move.'),
  ('News, without the noise', 'Five minutes from sources you chose. It ends.'),
  ('A quiet voice', 'Your page, read aloud while the kettle boils.');

INSERT INTO signups (email, choice_id, token_hash, created_at)
SELECT name || '@example.com', 1 + (ord * ord + ord / 3) % 4, md5(name || ord), now() - make_interval(hours => (40 - ord)::int * 5)
FROM unnest(ARRAY['amara', 'ben.osei', 'chiara', 'd.lindqvist', 'elif', 'farid', 'greta.w', 'hana', 'ivo', 'june', 'kofi', 'lena.m',
  'mateus', 'nadia', 'oskar', 'priya', 'quentin', 'rosa', 'samuel', 'tomoko', 'ulla', 'victor', 'wanda', 'xime', 'yusuf', 'zoe',
  'anton', 'beatriz', 'cillian', 'dara', 'esther', 'felix', 'gloria', 'henrik', 'ines.p', 'jamal', 'karin', 'luca'])
  WITH ORDINALITY AS people (name, ord);
