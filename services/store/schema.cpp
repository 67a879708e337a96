// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/schema.h"

#include "services/store/sql.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>

namespace run402 {
namespace {

// Times are milliseconds since 1970 UTC, money is micro-units.
// The triggers hold for every program that opens the file, not only for this code.
QStringList firstVersion()
{
    return {
        QStringLiteral(R"(CREATE TABLE payments(
            id TEXT PRIMARY KEY,
            state TEXT NOT NULL CHECK(state IN ('drafted','signed','sent','settled','refused','unknown')),
            environment TEXT NOT NULL, purpose TEXT NOT NULL,
            method TEXT NOT NULL, path TEXT NOT NULL, host TEXT NOT NULL,
            rail TEXT NOT NULL, network TEXT NOT NULL, asset TEXT NOT NULL,
            pay_to TEXT NOT NULL, payer TEXT NOT NULL,
            amount_micros INTEGER NOT NULL CHECK(amount_micros >= 0),
            nonce TEXT NOT NULL DEFAULT '', valid_before INTEGER NOT NULL DEFAULT 0,
            transaction_hash TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
            owner TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL))"),
        QStringLiteral("CREATE INDEX payments_time ON payments(environment, created_at)"),
        QStringLiteral("CREATE INDEX payments_state ON payments(state)"),
        QStringLiteral("CREATE UNIQUE INDEX payments_nonce ON payments(nonce) WHERE nonce <> ''"),
        QStringLiteral(R"(CREATE TRIGGER payments_start BEFORE INSERT ON payments
            WHEN NEW.state <> 'drafted'
            BEGIN SELECT RAISE(ABORT, 'payment.illegal_transition'); END)"),
        QStringLiteral(R"(CREATE TRIGGER payments_step BEFORE UPDATE OF state ON payments
            WHEN NOT ((OLD.state = 'drafted' AND NEW.state IN ('signed','refused'))
                   OR (OLD.state = 'signed' AND NEW.state IN ('sent','refused'))
                   OR (OLD.state = 'sent' AND NEW.state IN ('settled','refused','unknown'))
                   OR (OLD.state = 'unknown' AND NEW.state IN ('settled','refused')))
            BEGIN SELECT RAISE(ABORT, 'payment.illegal_transition'); END)"),
        QStringLiteral(R"(CREATE TRIGGER payments_facts
            BEFORE UPDATE OF id, environment, network, asset, pay_to, payer, amount_micros, nonce,
                             valid_before, created_at ON payments
            WHEN OLD.state <> 'drafted' AND NOT (NEW.id IS OLD.id AND NEW.environment IS OLD.environment
                 AND NEW.network IS OLD.network AND NEW.asset IS OLD.asset AND NEW.pay_to IS OLD.pay_to
                 AND NEW.payer IS OLD.payer AND NEW.amount_micros IS OLD.amount_micros
                 AND NEW.nonce IS OLD.nonce AND NEW.valid_before IS OLD.valid_before
                 AND NEW.created_at IS OLD.created_at)
            BEGIN SELECT RAISE(ABORT, 'payment.facts_are_fixed'); END)"),
        QStringLiteral(R"(CREATE TRIGGER payments_keep BEFORE DELETE ON payments
            BEGIN SELECT RAISE(ABORT, 'payment.rows_are_kept'); END)"),

        QStringLiteral(R"(CREATE TABLE budgets(
            environment TEXT PRIMARY KEY, per_payment INTEGER NOT NULL, per_day INTEGER NOT NULL,
            per_month INTEGER NOT NULL, ask_above INTEGER NOT NULL, silent_testnet INTEGER NOT NULL,
            warn_low INTEGER NOT NULL, any_host INTEGER NOT NULL, hosts TEXT NOT NULL, silent_day TEXT NOT NULL DEFAULT '',
            silent_up_to INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL))"),

        QStringLiteral(R"(CREATE TABLE recipients(
            environment TEXT NOT NULL, host TEXT NOT NULL, pay_to TEXT NOT NULL, pinned_at INTEGER NOT NULL,
            PRIMARY KEY(environment, host)) WITHOUT ROWID)"),

        QStringLiteral(R"(CREATE TABLE activity(
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, environment TEXT NOT NULL,
            project TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL,
            undo TEXT NOT NULL, cost_micros INTEGER NOT NULL, trace TEXT NOT NULL))"),
        QStringLiteral("CREATE INDEX activity_time ON activity(at)"),

        QStringLiteral(R"(CREATE TABLE session(
            scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, updated_at INTEGER NOT NULL,
            PRIMARY KEY(scope, key)) WITHOUT ROWID)"),

        QStringLiteral(R"(CREATE TABLE sql_history(
            id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, sql TEXT NOT NULL,
            at INTEGER NOT NULL, elapsed_ms INTEGER NOT NULL, row_count INTEGER, problem TEXT NOT NULL))"),
        QStringLiteral("CREATE INDEX sql_history_time ON sql_history(project, id)"),

        QStringLiteral(R"(CREATE TABLE releases(
            project TEXT NOT NULL, id TEXT NOT NULL, created_at INTEGER NOT NULL, json TEXT NOT NULL,
            hashes TEXT NOT NULL, PRIMARY KEY(project, id)) WITHOUT ROWID)"),

        QStringLiteral(R"(CREATE TABLE settings(
            key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID)"),
    };
}

/// Logs of functions and what is known of a function's source: the service never gives it back. log_text is a trigram
/// index, so that any three letters in a row are found at once; LogStore fills it, because a trigger may not write
/// virtual tables while the schema is not trusted.
QStringList functionsAndLogs()
{
    return {
        QStringLiteral(R"(CREATE TABLE log_lines(
            id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, function TEXT NOT NULL,
            at INTEGER NOT NULL, level INTEGER NOT NULL, gap INTEGER NOT NULL, text TEXT NOT NULL))"),
        QStringLiteral("CREATE INDEX log_lines_time ON log_lines(project, at)"),
        QStringLiteral("CREATE INDEX log_lines_function ON log_lines(project, function, at)"),
        QStringLiteral("CREATE VIRTUAL TABLE log_text USING fts5(text, content='log_lines', content_rowid='id', tokenize='trigram')"),
        QStringLiteral(R"(CREATE TABLE function_sources(
            project TEXT NOT NULL, name TEXT NOT NULL, code TEXT, deployed_at INTEGER NOT NULL DEFAULT 0,
            server_updated INTEGER NOT NULL DEFAULT 0, draft TEXT, draft_at INTEGER NOT NULL DEFAULT 0,
            timeout INTEGER NOT NULL DEFAULT 0, memory INTEGER NOT NULL DEFAULT 0, dependencies TEXT NOT NULL DEFAULT '[]',
            PRIMARY KEY(project, name)) WITHOUT ROWID)"),
    };
}

QStringList images()
{
    return {
        QStringLiteral(R"(CREATE TABLE images(
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, environment TEXT NOT NULL, prompt TEXT NOT NULL,
            aspect TEXT NOT NULL, file TEXT NOT NULL, bytes INTEGER NOT NULL))"),
        QStringLiteral("CREATE INDEX images_by_time ON images(environment, at)"),
    };
}

/// Leases: news told once, and one renewal per lease end; the primary keys are what makes it once, for every program.
QStringList leases()
{
    return {
        QStringLiteral(R"(CREATE TABLE lease_notices(
            world TEXT NOT NULL, wallet TEXT NOT NULL, lease_end INTEGER NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY(world, wallet, lease_end, mark)) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE lease_renewals(
            world TEXT NOT NULL, wallet TEXT NOT NULL, lease_end INTEGER NOT NULL, tier TEXT NOT NULL,
            state TEXT NOT NULL CHECK(state IN ('begun','paid','refused','unknown')), reason TEXT NOT NULL,
            at INTEGER NOT NULL, PRIMARY KEY(world, wallet, lease_end)) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE lease_watch(
            world TEXT NOT NULL, wallet TEXT NOT NULL, auto_renew INTEGER NOT NULL, phase TEXT NOT NULL,
            PRIMARY KEY(world, wallet)) WITHOUT ROWID)"),
    };
}

/// What other programs did with the same wallet, and what was last seen of it.
QStringList agents()
{
    return {
        QStringLiteral(R"(CREATE TABLE agent_seen(
            world TEXT PRIMARY KEY, seen TEXT NOT NULL, looked_at INTEGER NOT NULL) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE agent_acts(
            id INTEGER PRIMARY KEY AUTOINCREMENT, world TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL,
            kind TEXT NOT NULL, project TEXT NOT NULL, object TEXT NOT NULL, cost_micros INTEGER NOT NULL, UNIQUE(world, key)))"),
        QStringLiteral(R"(CREATE TABLE own_acts(
            world TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(world, key)) WITHOUT ROWID)"),
    };
}

/// The ledger (services/ledger/ledgerstore.h). Nothing here is the only copy of anything but the marks.
QStringList ledger()
{
    return {
        QStringLiteral(R"(CREATE TABLE ledger_entries(
            world TEXT NOT NULL, wallet TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, credit INTEGER NOT NULL,
            kind TEXT NOT NULL, amount_micros INTEGER NOT NULL, balance_after INTEGER NOT NULL, reference_type TEXT NOT NULL,
            reference_id TEXT NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY(world, wallet, id)) WITHOUT ROWID)"),
        QStringLiteral("CREATE INDEX ledger_entries_order ON ledger_entries(world, wallet, position)"),
        QStringLiteral(R"(CREATE TABLE chain_transfers(
            world TEXT NOT NULL, wallet TEXT NOT NULL, rail TEXT NOT NULL, network TEXT NOT NULL, hash TEXT NOT NULL,
            log_index INTEGER NOT NULL, block INTEGER NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
            nonce TEXT NOT NULL, amount_micros INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY(world, wallet, network, hash, log_index)) WITHOUT ROWID)"),
        QStringLiteral("CREATE INDEX chain_transfers_block ON chain_transfers(world, wallet, network, block)"),
        QStringLiteral(R"(CREATE TABLE chain_reach(
            world TEXT NOT NULL, wallet TEXT NOT NULL, network TEXT NOT NULL, rail TEXT NOT NULL, from_block INTEGER NOT NULL,
            to_block INTEGER NOT NULL, since INTEGER NOT NULL, opening INTEGER, span INTEGER NOT NULL,
            PRIMARY KEY(world, wallet, network)) WITHOUT ROWID)"),
        QStringLiteral(R"(CREATE TABLE ledger_marks(
            world TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
            project TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', PRIMARY KEY(world, key)) WITHOUT ROWID)"),
    };
}

/// The SQL console: named queries, values last given for $1, and where a statement was run.
QStringList console()
{
    return {
        QStringLiteral(R"(CREATE TABLE saved_queries(
            id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, name TEXT NOT NULL, sql TEXT NOT NULL,
            changed_at INTEGER NOT NULL, UNIQUE(project, name)))"),
        QStringLiteral(R"(CREATE TABLE sql_values(
            project TEXT NOT NULL, statement BLOB NOT NULL, json TEXT NOT NULL, used_at INTEGER NOT NULL,
            PRIMARY KEY(project, statement)) WITHOUT ROWID)"),
        QStringLiteral("ALTER TABLE sql_history ADD COLUMN environment TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE sql_history ADD COLUMN project_name TEXT NOT NULL DEFAULT ''"),
    };
}

/// Index 0 makes version 1. Released steps are never edited, only followed by new ones.
QList<QStringList> steps() { return {firstVersion(), functionsAndLogs(), images(), leases(), agents(), ledger(), console()}; }

Result<int> versionOf(QSqlDatabase& db)
{
    auto query = exec(db, QStringLiteral("PRAGMA user_version"));
    if (!query.ok())
        return query.error();
    return query->next() ? query->value(0).toInt() : 0;
}

} // namespace

int storeSchemaVersion() { return int(steps().size()); }

Result<Done> migrateStore(QSqlDatabase& db)
{
    const auto list = steps();
    for (;;) {
        // The lock comes before the look, so that of two programs one waits and then finds it done.
        const auto step = inTransaction<bool>(db, [&]() -> Result<bool> {
            const auto version = versionOf(db);
            if (!version.ok())
                return version.error();
            if (*version > list.size())
                return fail(Problem::Kind::Local, QStringLiteral("store.newer_version"),
                            QStringLiteral("The local store has version %1, this program knows %2")
                                .arg(*version).arg(list.size()));
            if (*version == list.size())
                return false;
            for (const QString& sql : list.at(*version)) {
                if (auto done = exec(db, sql); !done.ok())
                    return done.error();
            }
            auto done = exec(db, QStringLiteral("PRAGMA user_version=%1").arg(*version + 1));
            if (!done.ok())
                return done.error();
            return true;
        });
        if (!step.ok())
            return step.error();
        if (!*step)
            return Done{};
    }
}

} // namespace run402
