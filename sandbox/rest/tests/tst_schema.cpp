// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

namespace run402::sandbox::rest::tests {

/// What the engine learns of a schema: relationships, and when it learns it.
class SchemaTest : public RestTest
{
protected:
    /// DDL of which nobody tells the engine.
    void silently(const std::string &text) { service().cluster.sql("SET search_path = p0001; " + text); }
};

TEST_F(SchemaTest, ExplainsMissingAndAmbiguousRelationships)
{
    sql("CREATE TABLE address(id int PRIMARY KEY, street text);"
        "CREATE TABLE orders(id int PRIMARY KEY, billing int REFERENCES address, shipping int REFERENCES address);"
        "INSERT INTO address VALUES (1, 'a'), (2, 'b'); INSERT INTO orders VALUES (1, 1, 2)");
    const Response ambiguous = get("orders?select=*,address(*)");
    EXPECT_EQ(ambiguous.status, 300);
    EXPECT_EQ(json::parse(ambiguous.body), json::parse(R"x({"code":"PGRST201","details":[
        {"cardinality":"many-to-one","embedding":"orders with address",
         "relationship":"orders_billing_fkey using orders(billing) and address(id)"},
        {"cardinality":"many-to-one","embedding":"orders with address",
         "relationship":"orders_shipping_fkey using orders(shipping) and address(id)"}],
        "hint":"Try changing 'address' to one of the following: 'address!orders_billing_fkey', 'address!orders_shipping_fkey'. Find the desired relationship in the 'details' key.",
        "message":"Could not embed because more than one relationship was found for 'orders' and 'address'"})x"));
    EXPECT_EQ(rows("orders?select=b:address!billing(street),s:address!orders_shipping_fkey(street),shipping(id)"),
              json::parse(R"([{"b":{"street":"a"},"s":{"street":"b"},"shipping":{"id":2}}])"));
    EXPECT_EQ(rows("address?select=id,orders!billing(id)&order=id"),
              json::parse(R"([{"id":1,"orders":[{"id":1}]},{"id":2,"orders":[]}])"));
    EXPECT_EQ(json::parse(get("orders?select=*,adress(*)").body), json::parse(R"({"code":"PGRST200",
        "details":"Searched for a foreign key relationship between 'orders' and 'adress' in the schema 'p0001', but no matches were found.",
        "hint":"Perhaps you meant 'address' instead of 'adress'.",
        "message":"Could not find a relationship between 'orders' and 'adress' in the schema cache"})"));
    EXPECT_EQ(json::parse(get("orders?select=*,address!nope(*)").body)["details"],
              "Searched for a foreign key relationship between 'orders' and 'address' using the hint 'nope' in the "
              "schema 'p0001', but no matches were found.");
    EXPECT_EQ(code(get("orders?select=id,billing(id)&address.id=eq.1")), "PGRST108");
    EXPECT_EQ(code(get("address?select=id,...orders!billing(id)")), "PGRST119");
    EXPECT_EQ(code(get("address?select=id,orders!billing(id)&order=orders(id)")), "PGRST118");
    EXPECT_EQ(code(get("address?select=id,orders!billing(id)&orders=eq.1")), "PGRST120");
    EXPECT_EQ(code(get("address?select=id.sum()")), "PGRST123");
    EXPECT_EQ(code(get("address?select=count()")), "PGRST123");
}

TEST_F(SchemaTest, LongNamesStayApart)
{
    const std::string stem(60, 'x');
    sql("CREATE TABLE " + stem + "a(id int PRIMARY KEY); CREATE TABLE " + stem + "b(id int PRIMARY KEY, r int REFERENCES "
        + stem + "a); INSERT INTO " + stem + "a VALUES (1); INSERT INTO " + stem + "b VALUES (2, 1)");
    const std::string a = stem + "a";
    const std::string b = stem + "b";
    EXPECT_EQ(rows(a + "?select=id,one:" + b + "(id," + a + "(id," + b + "(id))),two:" + b + "(id)"),
              (json{{{"id", 1}, {"one", {{{"id", 2}, {a, {{"id", 1}, {b, {{{"id", 2}}}}}}}}}, {"two", {{{"id", 2}}}}}}));
}

TEST_F(SchemaTest, TablesMayReferToThemselves)
{
    sql("CREATE TABLE staff(id int PRIMARY KEY, name text, boss int REFERENCES staff);"
        "INSERT INTO staff VALUES (1, 'Ann', NULL), (2, 'Bob', 1), (3, 'Cid', 2)");
    EXPECT_EQ(rows("staff?select=name,boss(name),team:staff!boss(name)&id=eq.2"),
              json::parse(R"([{"name":"Bob","boss":{"name":"Ann"},"team":[{"name":"Cid"}]}])"));
    EXPECT_EQ(rows("staff?select=name,staff(name,staff(name))&id=eq.1"),
              json::parse(R"([{"name":"Ann","staff":[{"name":"Bob","staff":[{"name":"Cid"}]}]}])"));
}

TEST_F(SchemaTest, OneToOneAndCompositeKeys)
{
    sql("CREATE TABLE users(id int PRIMARY KEY, org int, UNIQUE(org, id));"
        "CREATE TABLE profiles(user_id int PRIMARY KEY REFERENCES users, bio text);"
        "CREATE TABLE posts(id int PRIMARY KEY, org int, author int, FOREIGN KEY (org, author) REFERENCES users(org, id));"
        "INSERT INTO users VALUES (1, 7); INSERT INTO profiles VALUES (1, 'hi'); INSERT INTO posts VALUES (1, 7, 1)");
    EXPECT_EQ(rows("users?select=id,profiles(bio),posts(id)"),
              json::parse(R"([{"id":1,"profiles":{"bio":"hi"},"posts":[{"id":1}]}])"));
    EXPECT_EQ(rows("posts?select=id,users(id,...profiles(bio))"), json::parse(R"([{"id":1,"users":{"id":1,"bio":"hi"}}])"));
}

TEST_F(SchemaTest, ViewsAreRelatedLikeTheirTables)
{
    sql("CREATE TABLE clients(id int PRIMARY KEY, name text);"
        "CREATE TABLE projects(gone int, id int PRIMARY KEY, name text, client_id int REFERENCES clients);"
        "ALTER TABLE projects DROP COLUMN gone;"
        "INSERT INTO clients VALUES (1, 'c'); INSERT INTO projects VALUES (1, 'p', 1);"
        "CREATE VIEW open_projects AS SELECT p.id AS project, p.client_id AS client, upper(p.name) AS loud FROM projects p"
        "  JOIN clients c ON c.id = p.client_id;"
        "CREATE VIEW again AS SELECT project, client FROM open_projects;"
        "CREATE VIEW happy_clients AS WITH x AS (SELECT * FROM clients) SELECT name, id FROM x WHERE id > 0");
    EXPECT_EQ(rows("open_projects?select=loud,clients(name)"), json::parse(R"([{"loud":"P","clients":{"name":"c"}}])"));
    EXPECT_EQ(rows("clients?select=name,again(project)"), json::parse(R"([{"name":"c","again":[{"project":1}]}])"));
    EXPECT_EQ(rows("projects?select=id,happy_clients(name)"), json::parse(R"([{"id":1,"happy_clients":{"name":"c"}}])"));
    EXPECT_EQ(rows("happy_clients?select=id,open_projects(project)"),
              json::parse(R"([{"id":1,"open_projects":[{"project":1}]}])"));
    EXPECT_EQ(rows("projects?select=id,client_id(name)"), json::parse(R"([{"id":1,"client_id":{"name":"c"}}])"));
    sql("CREATE VIEW plain AS SELECT id, name FROM clients");
    EXPECT_EQ(send("PUT", "plain?id=eq.5", R"({"id":5,"name":"n"})", "return=representation").status, 201);
    EXPECT_EQ(send("POST", "plain", R"({"id":5,"name":"m"})", "resolution=merge-duplicates").status, 200);
    EXPECT_EQ(rows("clients?id=eq.5"), json::parse(R"([{"id":5,"name":"m"}])"));
}

TEST_F(SchemaTest, PartitionedAndMaterializedRelationsWork)
{
    sql("CREATE TABLE owners(id int PRIMARY KEY);"
        "CREATE TABLE events(id int, day date, owner_id int REFERENCES owners, PRIMARY KEY(id, day)) PARTITION BY RANGE (day);"
        "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');"
        "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');"
        "INSERT INTO owners VALUES (1)");
    EXPECT_EQ(send("POST", "events", R"([{"id":1,"day":"2025-05-05","owner_id":1},{"id":2,"day":"2026-05-05","owner_id":1}])").status, 201);
    EXPECT_EQ(rows("owners?select=id,events(id)&events.order=id"), json::parse(R"([{"id":1,"events":[{"id":1},{"id":2}]}])"));
    EXPECT_EQ(send("PUT", "events?id=eq.1&day=eq.2025-05-05", R"({"id":1,"day":"2025-05-05","owner_id":null})").status, 204);
    sql("CREATE MATERIALIZED VIEW busy AS SELECT id AS event, owner_id FROM events WHERE owner_id IS NOT NULL");
    EXPECT_EQ(rows("busy?select=event,owners(id)"), json::parse(R"([{"event":2,"owners":{"id":1}}])"));
}

TEST_F(SchemaTest, FunctionsOfARowAreColumnsAndRelationships)
{
    sql("CREATE TABLE people(id int PRIMARY KEY, first text, last text);"
        "CREATE TABLE visits(id int PRIMARY KEY, who int);"
        "INSERT INTO people VALUES (1, 'A', 'B'); INSERT INTO visits VALUES (1, 1), (2, 1);"
        "CREATE FUNCTION full_name(people) RETURNS text LANGUAGE sql STABLE AS $$ SELECT $1.first || ' ' || $1.last $$;"
        "CREATE FUNCTION visits_of(people) RETURNS SETOF visits LANGUAGE sql STABLE AS 'SELECT * FROM visits WHERE who = $1.id';"
        "CREATE FUNCTION visitor(visits) RETURNS SETOF people ROWS 1 LANGUAGE sql STABLE AS 'SELECT * FROM people WHERE id = $1.who'");
    EXPECT_EQ(rows("people?select=full_name,visits_of(id)&visits_of.order=id"),
              json::parse(R"([{"full_name":"A B","visits_of":[{"id":1},{"id":2}]}])"));
    EXPECT_EQ(rows("visits?select=id,visitor(first)&id=eq.1"), json::parse(R"([{"id":1,"visitor":{"first":"A"}}])"));
    EXPECT_EQ(rows("people?select=id&full_name=eq.A%20B"), json::parse(R"([{"id":1}])"));
    EXPECT_EQ(rows(send("POST", "visits?select=id,visitor(first)", R"({"id":3,"who":1})", "return=representation")),
              json::parse(R"([{"id":3,"visitor":{"first":"A"}}])"));
}

TEST_F(SchemaTest, NoticesChangesNobodyAnnounced)
{
    sql("CREATE TABLE a(id int PRIMARY KEY, v int)");
    EXPECT_EQ(rows("a?v=eq.1"), json::array());
    silently("CREATE TABLE b(id int PRIMARY KEY, a_id int REFERENCES a); INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1)");
    EXPECT_EQ(rows("a?select=id,b(id)"), json::parse(R"([{"id":1,"b":[{"id":1}]}])"));
    silently("ALTER TABLE a ADD COLUMN extra text");
    EXPECT_EQ(send("PATCH", "a?id=eq.1", R"({"extra":"x"})").status, 204);
    silently("CREATE FUNCTION late(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n'");
    EXPECT_EQ(get("rpc/late?n=4").body, "4");
    silently("CREATE TABLE c(id int PRIMARY KEY)");
    EXPECT_EQ(send("POST", "c", R"({"id":1})").status, 201);
    // The prepared statement still takes an integer; the refreshed one text.
    silently("ALTER TABLE a ALTER COLUMN v TYPE text");
    EXPECT_EQ(rows("a?v=eq.1&select=v"), json::parse(R"([{"v":"1"}])"));
    silently("ALTER TABLE b DROP COLUMN a_id");
    EXPECT_EQ(code(get("a?select=id,b(id)")), "PGRST200");
    silently("DROP TABLE c");
    EXPECT_EQ(code(get("c")), "42P01");
    EXPECT_EQ(send("POST", "c", R"({"id":1})").status, 404);
}

TEST_F(SchemaTest, ServesChangesAtOnceWhenToldOfThem)
{
    for (int i = 0; i < 10; ++i) {
        sql("CREATE TABLE parents(id int PRIMARY KEY, name text);"
            "CREATE TABLE children(id int PRIMARY KEY, parent_id int REFERENCES parents, v " + std::string(i % 2 ? "int" : "text")
            + "); INSERT INTO parents VALUES (1, 'p'); INSERT INTO children VALUES (1, 1, '5')");
        role = "anon";
        EXPECT_EQ(rows("parents?select=*,children(*)&children.v=eq.5")[0]["children"].size(), 1u);
        sql("DROP TABLE children; DROP TABLE parents");
    }
}

TEST_F(SchemaTest, KeepsWorkingWhenThePoolDiscardsSessions)
{
    sql("CREATE TABLE a(id int PRIMARY KEY)");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(get("a").status, 200);
        PGconn *connection = service().pool.acquire({});
        PQclear(PQexec(connection, "DISCARD ALL"));
        service().pool.release({}, connection, false);
        EXPECT_EQ(send("POST", "a", json{{"id", i}}.dump()).status, 201);
    }
}

TEST_F(SchemaTest, ManyDifferentStatementsDoNotPileUp)
{
    sql("CREATE TABLE a(id int PRIMARY KEY, b int)");
    for (int i = 0; i < 400; ++i)
        ASSERT_EQ(get("a?select=x" + std::to_string(i) + ":id").status, 200);
    PGconn *connection = service().pool.acquire({});
    PGresult *count = PQexec(connection, "SELECT count(*) FROM pg_prepared_statements");
    EXPECT_LE(std::atoi(PQgetvalue(count, 0, 0)), 100);
    EXPECT_GT(std::atoi(PQgetvalue(count, 0, 0)), 1);
    PQclear(count);
    service().pool.release({}, connection, false);
}

} // namespace run402::sandbox::rest::tests
