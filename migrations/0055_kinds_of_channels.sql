-- The kind of a channel: those that are there are signed webhooks, whose document is in English.
ALTER TABLE channels ADD COLUMN kind TEXT NOT NULL DEFAULT 'webhook' CHECK (kind <> '');
-- The language of the messages.
ALTER TABLE channels ADD COLUMN lang TEXT NOT NULL DEFAULT 'en' CHECK (lang <> '');
-- The word that the robot expects in each message; empty where it expects none.
ALTER TABLE channels ADD COLUMN keyword TEXT NOT NULL DEFAULT '';
