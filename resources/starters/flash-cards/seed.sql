INSERT INTO settings (key, value) VALUES
  ('title', 'Fifty Phrases'), ('owner', 'Lena'), ('accent', '#ff7a59'), ('daily_new', '10')
ON CONFLICT (key) DO NOTHING;

INSERT INTO cards (front, back, hint, topic)
SELECT v.front, v.back, v.hint, v.topic
FROM (VALUES
  ('Good morning', 'Buenos días', 'Until about noon', 'Greetings'),
  ('Good evening', 'Buenas tardes', 'From lunch until dark', 'Greetings'),
  ('Nice to meet you', 'Mucho gusto', '', 'Greetings'),
  ('How are you?', '¿Cómo está?', 'Formal', 'Greetings'),
  ('What is your name?', '¿Cómo se llama?', 'Formal', 'Greetings'),
  ('My name is …', 'Me llamo …', '', 'Greetings'),
  ('See you tomorrow', 'Hasta mañana', '', 'Greetings'),
  ('Have a good trip', 'Buen viaje', '', 'Greetings'),
  ('Please', 'Por favor', '', 'Everyday'),
  ('Thank you very much', 'Muchas gracias', '', 'Everyday'),
  ('You are welcome', 'De nada', '', 'Everyday'),
  ('I am sorry', 'Lo siento', 'For real regret', 'Everyday'),
  ('Excuse me', 'Disculpe', 'To get somebody’s attention', 'Everyday'),
  ('I do not understand', 'No entiendo', '', 'Everyday'),
  ('Could you speak more slowly?', '¿Podría hablar más despacio?', '', 'Everyday'),
  ('Do you speak English?', '¿Habla inglés?', '', 'Everyday'),
  ('How do you say this in Spanish?', '¿Cómo se dice esto en español?', '', 'Everyday'),
  ('I do not know', 'No sé', '', 'Everyday'),
  ('Of course', 'Por supuesto', '', 'Everyday'),
  ('It does not matter', 'No importa', '', 'Everyday'),
  ('A table for two, please', 'Una mesa para dos, por favor', '', 'Food'),
  ('The menu, please', 'La carta, por favor', '', 'Food'),
  ('What do you recommend?', '¿Qué me recomienda?', '', 'Food'),
  ('I would like a coffee with milk', 'Quisiera un café con leche', '', 'Food'),
  ('I am a vegetarian', 'Soy vegetariano / vegetariana', '', 'Food'),
  ('I am allergic to nuts', 'Soy alérgico / alérgica a los frutos secos', '', 'Food'),
  ('The bill, please', 'La cuenta, por favor', '', 'Food'),
  ('It was delicious', 'Estaba delicioso', '', 'Food'),
  ('Cheers!', '¡Salud!', 'Also after a sneeze', 'Food'),
  ('Where is the station?', '¿Dónde está la estación?', '', 'On the way'),
  ('A ticket to Seville, please', 'Un billete a Sevilla, por favor', 'Boleto in Latin America', 'On the way'),
  ('One way or return?', '¿Solo ida o ida y vuelta?', '', 'On the way'),
  ('What time does the train leave?', '¿A qué hora sale el tren?', '', 'On the way'),
  ('Straight ahead', 'Todo recto', '', 'On the way'),
  ('To the left', 'A la izquierda', '', 'On the way'),
  ('To the right', 'A la derecha', '', 'On the way'),
  ('Is it far?', '¿Está lejos?', '', 'On the way'),
  ('I am lost', 'Estoy perdido / perdida', '', 'On the way'),
  ('Stop here, please', 'Pare aquí, por favor', 'To a taxi driver', 'On the way'),
  ('How much does it cost?', '¿Cuánto cuesta?', '', 'Shops'),
  ('It is too expensive', 'Es demasiado caro', '', 'Shops'),
  ('I am just looking', 'Solo estoy mirando', '', 'Shops'),
  ('Can I pay by card?', '¿Puedo pagar con tarjeta?', '', 'Shops'),
  ('Do you have a larger size?', '¿Tiene una talla más grande?', 'Clothes; shoes are número', 'Shops'),
  ('I have a reservation', 'Tengo una reserva', '', 'Hotel'),
  ('What is the wifi password?', '¿Cuál es la contraseña del wifi?', '', 'Hotel'),
  ('The key does not work', 'La llave no funciona', '', 'Hotel'),
  ('I need a doctor', 'Necesito un médico', '', 'Emergency'),
  ('Call the police', 'Llame a la policía', '', 'Emergency'),
  ('Help!', '¡Socorro!', '', 'Emergency')
) AS v (front, back, hint, topic)
WHERE NOT EXISTS (SELECT 1 FROM cards);

INSERT INTO reviews (card_id, learner, ease, interval_days, streak, lapses, due_at, started_at, reviewed_at)
SELECT c.id, 'Lena', v.ease, v.days, v.streak, v.lapses, now() + (v.due * interval '1 hour'), now() - interval '20 days', now() + (v.due * interval '1 hour') - (v.days * interval '1 day')
FROM (VALUES
  ('Good morning', 2.65, 24, 5, 0, 300), ('Please', 2.8, 31, 5, 0, 410), ('Thank you very much', 2.65, 22, 5, 0, 250),
  ('Nice to meet you', 2.5, 8, 3, 0, 60), ('How are you?', 2.35, 6, 3, 1, 26), ('You are welcome', 2.5, 7, 3, 0, 80),
  ('I am sorry', 2.3, 3, 2, 1, -4), ('What is your name?', 2.36, 3, 2, 0, -7), ('The bill, please', 2.5, 7, 3, 0, -2),
  ('A table for two, please', 2.5, 3, 2, 0, -20), ('Could you speak more slowly?', 1.96, 1, 1, 2, -3), ('Straight ahead', 2.5, 3, 2, 0, 50)
) AS v (front, ease, days, streak, lapses, due) JOIN cards c ON c.front = v.front
WHERE NOT EXISTS (SELECT 1 FROM reviews);

INSERT INTO answers (card_id, learner, grade, answered_at)
SELECT c.id, 'Lena', CASE WHEN n % 9 = 0 THEN 1 ELSE 2 + (n % 3) END, now() - ((n * n * 0.06 + 1) * interval '1 day')
FROM generate_series(1, 34) AS n JOIN LATERAL (SELECT id FROM cards ORDER BY id OFFSET n % 12 LIMIT 1) c ON true
WHERE NOT EXISTS (SELECT 1 FROM answers);
