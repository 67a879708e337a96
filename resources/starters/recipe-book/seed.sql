INSERT INTO settings (key, value) VALUES ('title', 'The Bellandi Table'), ('owner', 'Teresa'), ('accent', '#E4572E');

INSERT INTO recipes (title, cook, course, minutes, serves, ingredients, steps) VALUES
('Ribollita', 'Nonna Elda', 'Mains', 90, 6,
E'400 g cannellini beans, cooked\n300 g cavolo nero\n200 g stale bread\n2 carrots\n2 celery sticks\n1 onion\n400 g peeled tomatoes\n6 tbsp olive oil\n1 sprig of thyme',
E'Soften onion, carrots and celery in the oil, slowly, twenty minutes at least.\nAdd the tomatoes and thyme and let them collapse.\nBlend half of the beans with a ladle of their water and stir them in. Add the cavolo nero in ribbons.\nSimmer for forty minutes. It should be thick enough to argue with.\nLayer with the bread, leave overnight, and boil again. That is what the name means.'),
('Lemon and ricotta cake', 'Teresa', 'Baking', 65, 8,
E'250 g ricotta\n180 g sugar\n3 eggs\n120 g butter, soft\n150 g flour\n1.5 tsp baking powder\n2 lemons',
E'Heat the oven to 170 °C and line a 22 cm tin.\nBeat butter and sugar until pale, then the eggs one by one.\nFold in ricotta, the zest of both lemons and the juice of one.\nSift in flour and baking powder. Do not overwork it.\nBake for 45 minutes. Let it cool in the tin, or it will sulk.'),
('Pici with crumbs', 'Uncle Sandro', 'Mains', 50, 4,
E'400 g flour\n200 ml water\n4 tbsp olive oil\n150 g breadcrumbs, coarse\n4 anchovies\n2 cloves of garlic\n1 pinch of chilli',
E'Knead flour, water and a spoon of oil for ten minutes. Let the dough rest under a bowl.\nRoll it by hand into thick, uneven strings. Uneven is correct.\nMelt the anchovies with garlic and chilli in the oil, add the crumbs and toast them gold.\nBoil the pici for four minutes, toss everything together, serve at once.'),
('Fennel and orange salad', 'Giulia', 'Starters', 15, 4,
E'2 fennel bulbs\n3 oranges\n1 handful of black olives\n3 tbsp olive oil\n1 pinch of salt',
E'Slice the fennel as thin as you dare and put it into iced water.\nPeel the oranges with a knife and slice them across.\nDrain, arrange, scatter the olives, dress with oil and salt. Fronds on top.'),
('Almond biscotti', 'Nonna Elda', 'Baking', 70, 10,
E'300 g flour\n200 g sugar\n2 eggs\n1 egg yolk\n150 g almonds, whole\n1 tsp baking powder\n1 tsp aniseed',
E'Mix everything but the almonds, then work those in with wet hands.\nShape two flat logs and bake at 180 °C for 25 minutes.\nSlice slantwise while warm, and bake the slices for 12 minutes more.\nKeep in a tin, out of reach.'),
('Panna cotta with figs', 'Giulia', 'Sweets', 25, 6,
E'500 ml cream\n150 ml milk\n80 g sugar\n3 leaves of gelatine\n1 vanilla pod\n6 figs\n2 tbsp honey',
E'Soak the gelatine. Warm cream, milk, sugar and vanilla; never let it boil.\nSqueeze out the gelatine, stir it in off the heat, strain, pour, and chill for four hours.\nHalve the figs, warm them in honey for a minute, and spoon them over.'),
('Tomato and bread soup', 'Dad', 'Starters', 40, 4,
E'1 kg ripe tomatoes\n200 g stale bread\n3 cloves of garlic\n1 bunch of basil\n5 tbsp olive oil',
E'Warm the garlic in the oil, add the tomatoes, chopped, and cook for fifteen minutes.\nTear in the bread and enough water to drown it. Stir now and then.\nBasil at the end, oil on top. Lukewarm is best.'),
('Roast chicken with grapes', 'Teresa', 'Mains', 80, 4,
E'1 chicken, 1.6 kg\n500 g black grapes\n2 red onions\n1 glass of white wine\n30 g butter\n4 sprigs of rosemary',
E'Salt the chicken the night before if you can.\nButter under the skin, rosemary inside, onions around. One hour at 200 °C.\nAdd grapes and wine for the last twenty minutes; they should burst.\nRest it for ten minutes and carve it at the table, where everyone can help.');

INSERT INTO notes (recipe_id, author, body) VALUES
(1, 'Giulia', 'Half the oil and nobody noticed.'),
(1, 'Nonna Elda', 'I noticed.'),
(2, 'Dad', 'Better on the second day, if there is one.'),
(3, 'Teresa', 'Children roll the best ones. Count on an hour and flour everywhere.'),
(5, 'Uncle Sandro', 'Dip in vin santo, not in coffee.');
