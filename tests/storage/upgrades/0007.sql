INSERT INTO chats ("id", "kind", "title", "zone", "editors", "next_article", "next_mention", "next_event", "next_change", "next_view", "bot_id", "zone_chosen", "digest_thread", "quiet_from", "quiet_until", "day_first", "full_text", "retention_days", "next_subscription", "next_delivery", "language", "next_feed", "next_job", "watching") VALUES
(7, 'private', 'Mira', 'UTC', 'admins', 4, 8, 7, 9, 2, 4711, FALSE, NULL, NULL, NULL, NULL, TRUE, NULL, 2, 2, NULL, 2, 2, FALSE),
(-200, 'group', 'Desk', 'UTC', 'admins', 2, 3, 3, 2, 1, NULL, FALSE, NULL, NULL, NULL, NULL, TRUE, NULL, 1, 1, NULL, 1, 1, FALSE);
INSERT INTO access ("role", "id", "name", "at") VALUES
('allowed', 8, 'Ilse', '2021-04-22 12:00:00.000000');
INSERT INTO article_moves ("chat_id", "change", "position", "article", "before", "after") VALUES
(7, 1, 0, 1, NULL, 'live'),
(7, 2, 0, 2, NULL, 'live'),
(7, 3, 0, 3, NULL, 'live'),
(-200, 1, 0, 1, NULL, 'live'),
(7, 4, 0, 3, 'live', 'removed');
INSERT INTO articles ("chat_id", "number", "name", "state", "fingerprint", "language", "title", "address", "dct", "dct_origin", "source_kind", "source_name", "source_address", "added_at", "text") VALUES
(7, 1, '1', 'live', '373d2b38299667e127d3752e469e11fc29e9ca18f872ccfacd3a5edd22d353ba', 'en', NULL, NULL, '2021-04-20', 'given', 'paste', NULL, NULL, '2021-04-22 12:01:00.000000', 'The bridge of Tolva

Anna Lindqvist visited Tolva in 2015 and was assassinated in Oslo in 2019. The new bridge of Tolva is to be opened in June 2022, said the mayor''s office; it''s the 3rd to stand there.'),
(7, 2, '2', 'live', '7977cb26ba255598d693d592e8c96f480f44852edb03e261eb95a48a6cd27d0d', 'en', NULL, NULL, '2021-02-13', 'given', 'paste', NULL, NULL, '2021-04-22 12:02:00.000000', 'Piles for Tolva

Anna Lindqvist, the mayor, was assassinated in Oslo on 5 January 2020, when a bomb went off under her car. On 12 February 2021 workers began to drive the piles for the new bridge of Tolva.'),
(7, 3, '3', 'removed', '6462138771dc7757277b93d922804825fe7cfb3b364e77d45efffe7de3842d33', 'en', NULL, NULL, '2021-04-21', 'given', 'paste', NULL, NULL, '2021-04-22 12:03:00.000000', 'On 1 May 2010 a ferry sank on the river Tol. «Никто не погиб», said its captain. ⛴'),
(-200, 1, '1', 'live', '7977cb26ba255598d693d592e8c96f480f44852edb03e261eb95a48a6cd27d0d', 'en', NULL, NULL, '2021-02-13', 'given', 'paste', NULL, NULL, '2021-04-22 12:04:00.000000', 'Piles for Tolva

Anna Lindqvist, the mayor, was assassinated in Oslo on 5 January 2020, when a bomb went off under her car. On 12 February 2021 workers began to drive the piles for the new bridge of Tolva.');
INSERT INTO changes ("chat_id", "number", "action", "actor_id", "actor_name", "at", "undone_at", "undone_by_id", "undone_by_name", "undoes", "bot_id", "update_id", "part") VALUES
(7, 1, 'add', 7, 'Mira', '2021-04-22 12:01:00.000000', NULL, NULL, NULL, NULL, 1, 1, 0),
(7, 2, 'add', 7, 'Mira', '2021-04-22 12:02:00.000000', NULL, NULL, NULL, NULL, 1, 2, 0),
(7, 3, 'add', 7, 'Mira', '2021-04-22 12:03:00.000000', NULL, NULL, NULL, NULL, 1, 3, 0),
(-200, 1, 'add', 7, 'Mira', '2021-04-22 12:04:00.000000', NULL, NULL, NULL, NULL, 1, 4, 0),
(7, 4, 'remove', 7, 'Mira', '2021-04-22 12:05:00.000000', NULL, NULL, NULL, NULL, 1, 5, 0),
(7, 5, 'settle', 7, 'Mira', '2021-04-22 12:06:00.000000', NULL, NULL, NULL, NULL, 1, 6, 0),
(7, 6, 'edit', 7, 'Mira', '2021-04-22 12:07:00.000000', NULL, NULL, NULL, NULL, 1, 7, 0),
(7, 7, 'edit', 7, 'Mira', '2021-04-22 12:08:00.000000', '2021-04-22 12:09:00.000000', 7, 'Mira', NULL, 1, 8, 0),
(7, 8, 'undo', 7, 'Mira', '2021-04-22 12:09:00.000000', NULL, NULL, NULL, 7, 1, 9, 0);
INSERT INTO decisions ("chat_id", "change", "position", "kind", "mention", "other", "when", "headline") VALUES
(7, 5, 0, 'date', 2, NULL, '{"value":"2020-01-05","mod":null,"start_day":"2020-01-05","end_day":"2020-01-06","grain":"day"}', NULL),
(7, 6, 0, 'headline', 3, NULL, NULL, 'Tolva opens its new bridge'),
(7, 7, 0, 'headline', 1, NULL, NULL, 'A visit');
INSERT INTO deliveries ("chat_id", "number", "bot_id", "subscription", "period", "due_at", "owed_at", "next_try_at", "state", "silent", "thread", "since", "since_at", "message_ids", "attempts", "fence", "held", "error", "settled_at", "parts") VALUES
(7, 1, 4711, 1, '2021-04-19T07:30', '2021-04-19 12:00:00.000000', '2021-04-19 12:00:00.000000', '2021-04-22 12:00:00.000000', 'pending', FALSE, NULL, NULL, NULL, '[]', 0, 0, FALSE, NULL, NULL, '[{"html":"<b>Tolva</b>","buttons":[]}]');
INSERT INTO events ("chat_id", "number", "pos", "reach", "value", "mod", "start_day", "end_day", "grain", "headline", "status", "kind", "modality", "support", "chosen", "alternatives", "mentions", "terms") VALUES
(7, 1, 3159373647970305, 2, '2015', NULL, '2015-01-01', '2016-01-01', 'year', 'Anna Lindqvist visited Tolva', 'settled', 'visit', 'happened', 1, FALSE, '[]', '[1]', 'anna lindqvist visited tolva in 2015'),
(7, 2, 3167233438121986, 0, '2020-01-05', NULL, '2020-01-05', '2020-01-06', 'day', 'Anna Lindqvist was assassinated in Oslo', 'settled', 'killing', 'happened', 2, TRUE, '[]', '[2,4]', 'anna lindqvist was assassinated in oslo and 2019 the mayor on 5 2020'),
(7, 3, 3171004419407875, 1, '2022-06', NULL, '2022-06-01', '2022-07-01', 'month', 'Tolva opens its new bridge', 'settled', NULL, 'planned', 1, FALSE, '[]', '[3]', 'tolva opens its new bridge the of is to be opened in 2022'),
(7, 4, 3168968604909572, 0, '2021-02-12', NULL, '2021-02-12', '2021-02-13', 'day', 'Workers began to drive the piles for the new bridge of Tolva', 'settled', NULL, 'happened', 1, FALSE, '[]', '[5]', 'workers began to drive the piles for new bridge of tolva 12 2021'),
(-200, 1, 3167233438121985, 0, '2020-01-05', NULL, '2020-01-05', '2020-01-06', 'day', 'Anna Lindqvist was assassinated in Oslo', 'settled', 'killing', 'happened', 1, FALSE, '[]', '[1]', 'anna lindqvist was assassinated in oslo the mayor on 5 2020'),
(-200, 2, 3168968604909570, 0, '2021-02-12', NULL, '2021-02-12', '2021-02-13', 'day', 'Workers began to drive the piles for the new bridge of Tolva', 'settled', NULL, 'happened', 1, FALSE, '[]', '[2]', 'workers began to drive the piles for new bridge of tolva 12 2021');
INSERT INTO feed_items ("chat_id", "feed", "key", "article", "seen_at") VALUES
(7, 1, 'https://tolva.example/1', 1, '2021-04-22 12:00:00.000000');
INSERT INTO feeds ("chat_id", "number", "address", "title", "home", "words", "state", "etag", "modified", "failures", "error", "checked_at", "fresh_at", "next_at", "added_at", "added_by") VALUES
(7, 1, 'https://tolva.example/feed', 'Tolva', NULL, '', 'on', NULL, NULL, 0, NULL, NULL, NULL, '2021-04-22 12:00:00.000000', '2021-04-22 12:00:00.000000', 'Mira');
INSERT INTO inbox ("id", "bot_id", "update_id", "chat_id", "body", "done_at", "error", "tries", "came_at") VALUES
(1, 4711, 1, 7, '{"update_id": 1}', NULL, NULL, 0, NULL),
(2, 4711, 2, -200, NULL, '2021-04-22 12:00:00.000000', NULL, 0, NULL);
INSERT INTO job_items ("chat_id", "job", "place", "state", "address", "change", "new", "matched", "disputed", "fault", "detail", "draft") VALUES
(7, 1, 1, 'pending', 'https://tolva.example/3', NULL, 0, 0, 0, NULL, '', NULL),
(7, 1, 2, 'pending', NULL, NULL, 0, 0, 0, NULL, '', '{"text":"On 1 May 2010 a ferry sank on the river Tol. «Никто не погиб», said its captain. ⛴","source":["paste",null,null],"title":null,"address":null,"published":["2021-04-21","given"],"language":null,"name":null}');
INSERT INTO jobs ("chat_id", "number", "title", "actor_id", "actor_name", "bot_id", "update_id", "state", "thread", "message_id", "started_at", "ended_at", "leased_until") VALUES
(7, 1, 'links.txt', 7, 'Mira', 4711, 3, 'running', NULL, NULL, '2021-04-22 12:00:00.000000', NULL, NULL);
INSERT INTO limits ("name", "tokens", "at", "held_until") VALUES
('telegram', 29.0, '2021-04-22 12:00:00.000000', NULL);
INSERT INTO mention_keys ("chat_id", "key", "mention") VALUES
(7, 'lindqvist', 1),
(7, 'tolva', 1),
(7, 'al', 1),
(7, 'anna', 1),
(7, 'lindqvist', 2),
(7, 'oslo', 2),
(7, 'al', 2),
(7, 'anna', 2),
(7, 'tolva', 3),
(7, 'bridg', 3),
(7, 'lindqvist', 4),
(7, 'oslo', 4),
(7, 'al', 4),
(7, 'anna', 4),
(7, 'tolva', 5),
(7, 'bridg', 5),
(7, 'drive', 5),
(7, 'staff', 5),
(7, 'pile', 5),
(7, 'tol', 6),
(7, 'water', 6),
(7, 'ship', 6),
(7, 'никто', 7),
(7, 'captain', 7),
(7, 'погиб', 7),
(7, 'не', 7),
(-200, 'lindqvist', 1),
(-200, 'oslo', 1),
(-200, 'al', 1),
(-200, 'anna', 1),
(-200, 'tolva', 2),
(-200, 'bridg', 2),
(-200, 'drive', 2),
(-200, 'staff', 2),
(-200, 'pile', 2);
INSERT INTO mentions ("chat_id", "id", "article", "event", "value", "mod", "start_day", "end_day", "grain", "headline", "start", "end", "clause_start", "clause_end", "timex", "kind", "modality", "attribution", "participants", "places", "confidence", "reported", "reason", "sentence") VALUES
(7, 1, 1, 1, '2015', NULL, '2015-01-01', '2016-01-01', 'year', 'Anna Lindqvist visited Tolva', 21, 95, 21, 57, '{"type":"DATE","value":"2015","text":"2015","start":53,"end":57,"rule":"year","reason":"as written"}', 'visit', 'happened', NULL, '["Anna Lindqvist","Tolva"]', '[]', 1.0, FALSE, NULL, 'Anna Lindqvist visited Tolva in 2015 and was assassinated in Oslo in 2019.'),
(7, 2, 1, 2, '2019', NULL, '2019-01-01', '2020-01-01', 'year', 'Anna Lindqvist was assassinated in Oslo', 21, 95, 58, 95, '{"type":"DATE","value":"2019","text":"2019","start":90,"end":94,"rule":"year","reason":"as written"}', 'killing', 'happened', NULL, '["Anna Lindqvist"]', '["Oslo"]', 1.0, FALSE, NULL, 'Anna Lindqvist visited Tolva in 2015 and was assassinated in Oslo in 2019.'),
(7, 3, 1, 3, '2022-06', NULL, '2022-06-01', '2022-07-01', 'month', 'The new bridge of Tolva is to be opened', 96, 203, 96, 148, '{"type":"DATE","value":"2022-06","text":"June 2022","start":139,"end":148,"rule":"month-year","reason":"as written"}', NULL, 'planned', 'the mayor''s office', '["Tolva"]', '[]', 0.9, FALSE, NULL, 'The new bridge of Tolva is to be opened in June 2022, said the mayor''s office; it''s the 3rd to stand there.'),
(7, 4, 2, 2, '2020-01-05', NULL, '2020-01-05', '2020-01-06', 'day', 'Anna Lindqvist was assassinated in Oslo', 17, 123, 17, 86, '{"type":"DATE","value":"2020-01-05","text":"5 January 2020","start":72,"end":86,"rule":"day-month-year","reason":"as written"}', 'killing', 'happened', NULL, '["Anna Lindqvist"]', '["Oslo"]', 1.0, FALSE, NULL, 'Anna Lindqvist, the mayor, was assassinated in Oslo on 5 January 2020, when a bomb went off under her car.'),
(7, 5, 2, 4, '2021-02-12', NULL, '2021-02-12', '2021-02-13', 'day', 'Workers began to drive the piles for the new bridge of Tolva', 124, 205, 124, 205, '{"type":"DATE","value":"2021-02-12","text":"12 February 2021","start":127,"end":143,"rule":"day-month-year","reason":"as written"}', NULL, 'happened', NULL, '["Tolva"]', '[]', 0.9, FALSE, NULL, 'On 12 February 2021 workers began to drive the piles for the new bridge of Tolva.'),
(7, 6, 3, NULL, '2010-05-01', NULL, '2010-05-01', '2010-05-02', 'day', 'A ferry sank on the river Tol', 0, 44, 0, 44, '{"type":"DATE","value":"2010-05-01","text":"1 May 2010","start":3,"end":13,"rule":"day-month-year","reason":"as written"}', 'accident', 'happened', NULL, '["Tol"]', '[]', 1.0, FALSE, NULL, 'On 1 May 2010 a ferry sank on the river Tol.'),
(7, 7, 3, NULL, '2021-04-21', NULL, '2021-04-21', '2021-04-22', 'day', 'Никто не погиб said its captain', 45, 80, 45, 80, NULL, 'statement', 'happened', NULL, '["Никто"]', '[]', 0.5, TRUE, 'no date of its own: it goes on with what happened on 2021-04-21', '«Никто не погиб», said its captain.'),
(-200, 1, 1, 1, '2020-01-05', NULL, '2020-01-05', '2020-01-06', 'day', 'Anna Lindqvist was assassinated in Oslo', 17, 123, 17, 86, '{"type":"DATE","value":"2020-01-05","text":"5 January 2020","start":72,"end":86,"rule":"day-month-year","reason":"as written"}', 'killing', 'happened', NULL, '["Anna Lindqvist"]', '["Oslo"]', 1.0, FALSE, NULL, 'Anna Lindqvist, the mayor, was assassinated in Oslo on 5 January 2020, when a bomb went off under her car.'),
(-200, 2, 1, 2, '2021-02-12', NULL, '2021-02-12', '2021-02-13', 'day', 'Workers began to drive the piles for the new bridge of Tolva', 124, 205, 124, 205, '{"type":"DATE","value":"2021-02-12","text":"12 February 2021","start":127,"end":143,"rule":"day-month-year","reason":"as written"}', NULL, 'happened', NULL, '["Tolva"]', '[]', 0.9, FALSE, NULL, 'On 12 February 2021 workers began to drive the piles for the new bridge of Tolva.');
INSERT INTO messages ("chat_id", "message_id", "article", "position", "sent_at", "text") VALUES
(7, 41, 1, 0, '2021-04-22 12:00:00.000000', 'The bridge of Tolva

Anna Lindqvist visited Tolva in 2015 and was assassinated in Oslo in 2019. The new bridge of Tolva is to be opened in June 2022, said the mayor''s office; it''s the 3rd to stand there.');
INSERT INTO moves ("old_id", "new_id") VALUES
(-99, -200);
INSERT INTO notices ("bot_id", "key", "trouble", "detail", "first_at", "last_at", "times", "told_at", "told_times") VALUES
(4711, 'disk', 'disk', '0.4 GB', '2021-04-22 12:00:00.000000', '2021-04-22 12:00:00.000000', 1, NULL, 0);
INSERT INTO revisions ("chat_id", "change", "position", "event", "before", "after") VALUES
(7, 1, 0, 1, NULL, '{"number":1,"headline":"Anna Lindqvist visited Tolva","when":{"value":"2015","mod":null,"start_day":"2015-01-01","end_day":"2016-01-01","grain":"year"},"mentions":[1],"status":"settled","alternatives":[],"kind":"visit","modality":"happened","support":1,"chosen":false}'),
(7, 1, 1, 2, NULL, '{"number":2,"headline":"Anna Lindqvist was assassinated in Oslo","when":{"value":"2019","mod":null,"start_day":"2019-01-01","end_day":"2020-01-01","grain":"year"},"mentions":[2],"status":"settled","alternatives":[],"kind":"killing","modality":"happened","support":1,"chosen":false}'),
(7, 1, 2, 3, NULL, '{"number":3,"headline":"The new bridge of Tolva is to be opened","when":{"value":"2022-06","mod":null,"start_day":"2022-06-01","end_day":"2022-07-01","grain":"month"},"mentions":[3],"status":"settled","alternatives":[],"kind":null,"modality":"planned","support":1,"chosen":false}'),
(7, 2, 0, 2, '{"number":2,"headline":"Anna Lindqvist was assassinated in Oslo","when":{"value":"2019","mod":null,"start_day":"2019-01-01","end_day":"2020-01-01","grain":"year"},"mentions":[2],"status":"settled","alternatives":[],"kind":"killing","modality":"happened","support":1,"chosen":false}', '{"number":2,"headline":"Anna Lindqvist was assassinated in Oslo","when":{"value":"2019/2020-01-05","mod":null,"start_day":"2019-01-01","end_day":"2020-01-06","grain":"range"},"mentions":[2,4],"status":"disputed","alternatives":[{"value":"2020-01-05","mod":null,"start_day":"2020-01-05","end_day":"2020-01-06","grain":"day"},{"value":"2019","mod":null,"start_day":"2019-01-01","end_day":"2020-01-01","grain":"year"}],"kind":"killing","modality":"happened","support":2,"chosen":false}'),
(7, 2, 1, 4, NULL, '{"number":4,"headline":"Workers began to drive the piles for the new bridge of Tolva","when":{"value":"2021-02-12","mod":null,"start_day":"2021-02-12","end_day":"2021-02-13","grain":"day"},"mentions":[5],"status":"settled","alternatives":[],"kind":null,"modality":"happened","support":1,"chosen":false}'),
(7, 3, 0, 5, NULL, '{"number":5,"headline":"A ferry sank on the river Tol","when":{"value":"2010-05-01","mod":null,"start_day":"2010-05-01","end_day":"2010-05-02","grain":"day"},"mentions":[6],"status":"settled","alternatives":[],"kind":"accident","modality":"happened","support":1,"chosen":false}'),
(7, 3, 1, 6, NULL, '{"number":6,"headline":"Никто не погиб said its captain","when":{"value":"2021-04-21","mod":null,"start_day":"2021-04-21","end_day":"2021-04-22","grain":"day"},"mentions":[7],"status":"settled","alternatives":[],"kind":"statement","modality":"happened","support":1,"chosen":false}'),
(-200, 1, 0, 1, NULL, '{"number":1,"headline":"Anna Lindqvist was assassinated in Oslo","when":{"value":"2020-01-05","mod":null,"start_day":"2020-01-05","end_day":"2020-01-06","grain":"day"},"mentions":[1],"status":"settled","alternatives":[],"kind":"killing","modality":"happened","support":1,"chosen":false}'),
(-200, 1, 1, 2, NULL, '{"number":2,"headline":"Workers began to drive the piles for the new bridge of Tolva","when":{"value":"2021-02-12","mod":null,"start_day":"2021-02-12","end_day":"2021-02-13","grain":"day"},"mentions":[2],"status":"settled","alternatives":[],"kind":null,"modality":"happened","support":1,"chosen":false}'),
(7, 4, 0, 5, '{"number":5,"headline":"A ferry sank on the river Tol","when":{"value":"2010-05-01","mod":null,"start_day":"2010-05-01","end_day":"2010-05-02","grain":"day"},"mentions":[6],"status":"settled","alternatives":[],"kind":"accident","modality":"happened","support":1,"chosen":false}', NULL),
(7, 4, 1, 6, '{"number":6,"headline":"Никто не погиб said its captain","when":{"value":"2021-04-21","mod":null,"start_day":"2021-04-21","end_day":"2021-04-22","grain":"day"},"mentions":[7],"status":"settled","alternatives":[],"kind":"statement","modality":"happened","support":1,"chosen":false}', NULL),
(7, 5, 0, 2, '{"number":2,"headline":"Anna Lindqvist was assassinated in Oslo","when":{"value":"2019/2020-01-05","mod":null,"start_day":"2019-01-01","end_day":"2020-01-06","grain":"range"},"mentions":[2,4],"status":"disputed","alternatives":[{"value":"2020-01-05","mod":null,"start_day":"2020-01-05","end_day":"2020-01-06","grain":"day"},{"value":"2019","mod":null,"start_day":"2019-01-01","end_day":"2020-01-01","grain":"year"}],"kind":"killing","modality":"happened","support":2,"chosen":false}', '{"number":2,"headline":"Anna Lindqvist was assassinated in Oslo","when":{"value":"2020-01-05","mod":null,"start_day":"2020-01-05","end_day":"2020-01-06","grain":"day"},"mentions":[2,4],"status":"settled","alternatives":[],"kind":"killing","modality":"happened","support":2,"chosen":true}'),
(7, 6, 0, 3, '{"number":3,"headline":"The new bridge of Tolva is to be opened","when":{"value":"2022-06","mod":null,"start_day":"2022-06-01","end_day":"2022-07-01","grain":"month"},"mentions":[3],"status":"settled","alternatives":[],"kind":null,"modality":"planned","support":1,"chosen":false}', '{"number":3,"headline":"Tolva opens its new bridge","when":{"value":"2022-06","mod":null,"start_day":"2022-06-01","end_day":"2022-07-01","grain":"month"},"mentions":[3],"status":"settled","alternatives":[],"kind":null,"modality":"planned","support":1,"chosen":false}'),
(7, 7, 0, 1, '{"number":1,"headline":"Anna Lindqvist visited Tolva","when":{"value":"2015","mod":null,"start_day":"2015-01-01","end_day":"2016-01-01","grain":"year"},"mentions":[1],"status":"settled","alternatives":[],"kind":"visit","modality":"happened","support":1,"chosen":false}', '{"number":1,"headline":"A visit","when":{"value":"2015","mod":null,"start_day":"2015-01-01","end_day":"2016-01-01","grain":"year"},"mentions":[1],"status":"settled","alternatives":[],"kind":"visit","modality":"happened","support":1,"chosen":false}'),
(7, 8, 0, 1, '{"number":1,"headline":"A visit","when":{"value":"2015","mod":null,"start_day":"2015-01-01","end_day":"2016-01-01","grain":"year"},"mentions":[1],"status":"settled","alternatives":[],"kind":"visit","modality":"happened","support":1,"chosen":false}', '{"number":1,"headline":"Anna Lindqvist visited Tolva","when":{"value":"2015","mod":null,"start_day":"2015-01-01","end_day":"2016-01-01","grain":"year"},"mentions":[1],"status":"settled","alternatives":[],"kind":"visit","modality":"happened","support":1,"chosen":false}');
INSERT INTO subscriptions ("chat_id", "number", "bot_id", "kind", "topic", "schedule", "state", "reason", "silent", "thread", "covered", "covered_until", "snoozed_until", "next_period", "next_at", "created_at", "created_by") VALUES
(7, 1, 4711, 'digest', 'bridge', '{"cadence":"weekly","at":"07:30","weekdays":[1,5],"day":1,"hours":0}', 'on', NULL, FALSE, NULL, 2, NULL, NULL, '2021-04-23T07:30', '2021-04-23 07:30:00.000000', '2021-04-22 12:00:00.000000', 'Mira');
INSERT INTO views ("chat_id", "id", "kind", "state") VALUES
(7, 1, 'query', '{"topic":"Tolva"}');
