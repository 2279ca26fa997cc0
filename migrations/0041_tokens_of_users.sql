-- The user whom a token belongs to, where a command made it for somebody; else it belongs to whoever made it.
ALTER TABLE api_tokens ADD COLUMN owner_id INTEGER REFERENCES users (id);
