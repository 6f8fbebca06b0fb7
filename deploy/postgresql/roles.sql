-- The two roles and the database, on PostgreSQL 15 or newer. Run once by psql as a superuser, with the passwords in
-- OWNER_PASSWORD and APPLICATION_PASSWORD, so that neither stands on a command line.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv application_password APPLICATION_PASSWORD
SET password_encryption = 'scram-sha-256';
CREATE ROLE courtcase_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE courtcase_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'application_password';
-- The owner may end the application's sessions, so that a backup can be restored.
GRANT courtcase_app TO courtcase_owner;
CREATE DATABASE courtcase OWNER courtcase_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE courtcase FROM PUBLIC;
GRANT CONNECT ON DATABASE courtcase TO courtcase_app;
