// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

namespace run402::sandbox::rest::tests {

/// Injection attempts, broken text and oversized requests.
class HostileTest : public RestTest
{
protected:
    void SetUp() override
    {
        RestTest::SetUp();
        sql(R"sql(
            CREATE TABLE items(id serial PRIMARY KEY, title text, data jsonb, tags text[]);
            CREATE TABLE parts(id serial PRIMARY KEY, item_id int REFERENCES items);
            CREATE TABLE "we""ird, (name)"("co""l.umn" int PRIMARY KEY, "a b" text);
            INSERT INTO items(title, data, tags) VALUES ('a', '{"k":"v"}', '{x}'), ('b', '{}', '{}');
            INSERT INTO "we""ird, (name)" VALUES (1, 'x');
        )sql");
    }

    /// The table must still be there with its two rows.
    void expectUntouched(const std::string &what)
    {
        EXPECT_EQ(service().cluster.value("SELECT string_agg(title, ',' ORDER BY id) FROM p0001.items"), "a,b")
            << what;
    }

    static std::string encoded(const std::string &text)
    {
        static const char digits[] = "0123456789ABCDEF";
        std::string result;
        for (unsigned char c : text) {
            result += '%';
            result += digits[c >> 4];
            result += digits[c & 15];
        }
        return result;
    }
};

TEST_F(HostileTest, NothingInARequestBecomesSql)
{
    const std::string attacks[] = {
        "'; DROP TABLE p0001.items; --", "\"; DROP TABLE p0001.items; --", "1); DROP TABLE p0001.items; --",
        "$1", "$$; DROP TABLE p0001.items; $$", "\\'; DROP TABLE p0001.items; --", "E'\\''",
        "') OR 1=1 --", "1 OR 1=1", "*/ OR 1=1 /*", "\"\"", "items\"; DELETE FROM p0001.items; --",
        "(select 1)", "pg_sleep(10)", "';SELECT pg_sleep(10);--", "int); DROP TABLE p0001.items; --",
    };
    for (const std::string &attack : attacks) {
        const std::string a = encoded(attack);
        const std::string quoted = encoded("\"" + attack + "\"");
        for (const std::string &query : {
                 "title=eq." + a, a + "=eq.1", quoted + "=eq.1", "select=" + a, "select=" + quoted, "select=id::" + a,
                 "select=data->" + a, "select=data->>" + quoted, "select=x:" + a, "select=" + quoted + ":id",
                 "select=parts!" + a + "(id)", "select=" + a + ":parts(id)", "order=" + a, "order=" + quoted + ".desc",
                 "order=parts(" + a + ")", "limit=" + a, "offset=" + a, "or=(title.eq." + a + ")",
                 "or=(" + quoted + ".eq.1)", "or=" + a, "title=fts(" + a + ").x", "title=in.(" + a + ")",
                 "tags=cs.{" + a + "}", "title=like.*" + a, "title=is." + a, "title=" + a, "columns=" + a,
                 "on_conflict=" + quoted, "parts." + a + "=eq.1", "title=eq(any).{" + a + "}"}) {
            const Response read = get("items?" + query);
            EXPECT_TRUE(read.status < 500) << query << " -> " << read.body;
            EXPECT_NE(json::parse(read.body, nullptr, false).is_discarded(), true) << query;
            const Response inserted
                = send("POST", "parts?" + query, R"({"item_id":1})", "return=representation, resolution=merge-duplicates");
            EXPECT_LT(inserted.status, 500) << query << " -> " << inserted.body;
            EXPECT_LT(send("PATCH", "parts?id=eq.-1&" + query, R"({"item_id":1})").status, 500) << query;
        }
        EXPECT_LT(get(attack).status, 500);
        EXPECT_LT(send("POST", "rpc/" + attack, json{{attack, attack}}.dump()).status, 500);
        EXPECT_LT(send("POST", "items", json{{attack, attack}}.dump()).status, 500);
        EXPECT_LT(get("items", attack).status, 500);
        EXPECT_LT(get("items", "timezone=" + attack).status, 500);
        expectUntouched(attack);
    }
}

TEST_F(HostileTest, ValuesAreStoredAsTheyCame)
{
    const std::string text = "'; DROP TABLE \"x\"; -- \\ $1 \u00fc \U0001F600";
    const Response made = send("POST", "items?select=title", json{{"title", text}}.dump(), "return=representation");
    EXPECT_EQ(json::parse(made.body)[0]["title"], text);
    EXPECT_EQ(rows("items?select=title&title=eq." + encoded(text))[0]["title"], text);
    EXPECT_EQ(rows("items?select=title&title=in.(" + encoded("\"'; DROP TABLE \\\"x\\\"; -- \\\\ $1 \u00fc \U0001F600\"") + ")")[0]["title"], text);
    send("DELETE", "items?title=eq." + encoded(text));
    expectUntouched("after delete");
}

TEST_F(HostileTest, OddNamesCanBeAddressed)
{
    const std::string table = "we\"ird, (name)";
    EXPECT_EQ(rows(table + "?select=n:" + encoded("\"co\\\"l.umn\"") + ",a%20b&" + encoded("\"co\\\"l.umn\"") + "=eq.1"),
              json::parse(R"([{"n":1,"a b":"x"}])"));
    EXPECT_EQ(send("POST", table, R"({"co\"l.umn":2,"a b":"y"})").status, 201);
    EXPECT_EQ(send("PUT", table + "?" + encoded("\"co\\\"l.umn\"") + "=eq.2", R"({"co\"l.umn":2,"a b":"z"})").status, 204);
    EXPECT_EQ(rows(table + "?select=a%20b&order=" + encoded("\"co\\\"l.umn\"") + ".desc&limit=1"),
              json::parse(R"([{"a b":"z"}])"));
}

TEST_F(HostileTest, BrokenTextIsRefusedPlainly)
{
    EXPECT_EQ(get("items?title=eq.%00").status, 400);
    EXPECT_EQ(code(get("items?title=eq.a%00b")), "22021");
    EXPECT_EQ(code(get("items?title=eq.%ff%fe")), "22021");
    EXPECT_EQ(code(get("items?title=eq.%ed%a0%80")), "22021");
    EXPECT_EQ(code(get("items?%c0%af=eq.1")), "22021");
    EXPECT_EQ(get(std::string("it\0ems", 6)).status, 400);
    EXPECT_EQ(get("items\xff").status, 400);
    EXPECT_EQ(get("items?title=eq.100%").status, 200);
    EXPECT_EQ(get("items?title=eq.%zz").status, 200);
    EXPECT_EQ(send("POST", "items", "{\"title\":\"\xff\"}").status, 400);
    EXPECT_EQ(send("POST", "items", std::string("{\"title\":\"a\0b\"}", 15)).status, 400);
    EXPECT_EQ(code(send("POST", "items", "{\"title\":\"a\\u0000b\"}")), "22P05");
    EXPECT_EQ(send("POST", "items", "{\"title\":\"\\ud800\"}").status, 400);
    for (const char *query : {"&&&", "=", "=eq.1", "a", "%", "select=&", "select", "order=", "or=", "limit=",
                              "limit=abc", "offset=1e3", "select=*,,", "select=(", "select=)", "select=a(b",
                              "select=a(b))", "select=a:", "select=:a", "select=a::", "select=a->", "select=...",
                              "select=...a", "or=(", "or=()", "or=(a)", "or=(a.eq.1", "or=(a.eq.1))", "title=in.(",
                              "title=in.a", "title=not.", "title=eq", "title=.eq.1", "title=is.maybe", "order=id.up",
                              "order=id.desc.", "title=fts().x", "a.b.c.d=eq.1", "title->=eq.1", "title=eq(some).{1}",
                              "id.limit=1", "x.order=id", "x.or=(id.eq.1)"}) {
        const Response response = get(std::string("items?") + query);
        EXPECT_LT(response.status, 500) << query << response.body;
        EXPECT_FALSE(json::parse(response.body, nullptr, false).is_discarded()) << query;
    }
    expectUntouched("broken text");
}

TEST_F(HostileTest, SizeAndDepthAreBounded)
{
    const auto nested = [](const std::string &open, const std::string &inner, const std::string &close, int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i)
            text += open;
        text += inner;
        for (int i = 0; i < depth; ++i)
            text += close;
        return text;
    };
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(code(get("items?select=" + nested("parts(", "id", ")", 10'000))), "PGRST100");
    EXPECT_EQ(code(get("items?or=(" + nested("and(", "id.eq.1", ")", 20'000) + ")")), "PGRST100");
    EXPECT_EQ(code(get("items?select=" + nested("items(parts(", "id", "))", 500))), "PGRST100");
    EXPECT_EQ(get("items?title=eq." + std::string(1 << 20, 'x')).status, 414);
    std::string many = "or=(id.eq.1";
    for (int i = 0; i < 20'000; ++i)
        many += ",id.eq.1";
    EXPECT_EQ(get("items?" + many + ")").status, 400);
    EXPECT_EQ(send("POST", "items", "{\"data\":" + nested("[", "", "]", 100'000) + "}").status, 400);
    EXPECT_EQ(send("POST", "items", nested("[", "", "]", 900'000)).status, 400);
    EXPECT_EQ(get("items?id=in.(" + std::string(50'000, '1') + ")").status, 400);
    EXPECT_EQ(get("items?limit=99999999999999999999").status, 400);
    EXPECT_EQ(get("items?offset=-5").status, 400);
    std::string dots;
    for (int i = 0; i < 30'000; ++i)
        dots += "a.";
    EXPECT_LT(get("items?" + dots + "b=eq.1").status, 500);
    std::string arrows = "data";
    for (int i = 0; i < 500; ++i)
        arrows += "->a";
    EXPECT_LT(get("items?select=" + arrows).status, 500);
    std::string paths = "select=id";
    for (int i = 0; i < 1200; ++i)
        paths += ",data" + nested("", nested("->a", "", "", 60), "", 1);
    EXPECT_EQ(code(get("items?" + paths.substr(0, 250'000))), "PGRST100");
    std::string embeds = "select=id";
    for (int i = 0; i < 90; ++i)
        embeds += ",e" + std::to_string(i) + ":parts(id)";
    EXPECT_EQ(get("items?" + embeds).status, 200);
    for (int i = 0; i < 90; ++i)
        embeds += ",f" + std::to_string(i) + ":parts(id)";
    EXPECT_EQ(code(get("items?" + embeds)), "PGRST100");
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(std::chrono::duration_cast<std::chrono::seconds>(took).count(), 10);
    expectUntouched("size and depth");
}

TEST_F(HostileTest, RandomQueriesNeverBreakTheEngine)
{
    std::mt19937 random(402);
    const std::string pieces[] = {"select=", "order=", "or=", "and=", "not.", "(", ")", ",", ".", "eq.", "in.", "is.",
                                  "null", "id", "title", "parts", "data", "->", "->>", "::", "text", "*", "\"", "\\",
                                  "!inner", "!", "...", "{", "}", "1", "-1", "&", "=", "limit=", "columns=", " ", "%22",
                                  "desc", "fts", "any", "$1", "'", ":", "count", "\u00fc"};
    for (int i = 0; i < 3000; ++i) {
        std::string query;
        const int length = 1 + static_cast<int>(random() % 14);
        for (int k = 0; k < length; ++k)
            query += pieces[random() % std::size(pieces)];
        const Response response = get("items?" + query);
        ASSERT_TRUE(response.status < 500) << query << " -> " << response.body;
        ASSERT_FALSE(json::parse(response.body, nullptr, false).is_discarded()) << query;
    }
    expectUntouched("random queries");
}

TEST_F(HostileTest, SurvivesLostConnections)
{
    const char *hangUp = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'authenticator'";
    EXPECT_EQ(rows("items").size(), 2u);
    service().cluster.sql(hangUp);
    EXPECT_EQ(get("items").status, 200);
    service().cluster.sql(hangUp);
    EXPECT_EQ(send("POST", "parts", R"({"item_id":1})").status, 201);
    EXPECT_EQ(rows("parts").size(), 1u);
}

TEST_F(HostileTest, SaysSoWhenThereIsNoDatabase)
{
    class Empty : public Connections
    {
    public:
        PGconn *acquire(const std::string &) override { return nullptr; }
        void release(const std::string &, PGconn *, bool) override {}
    } empty;
    Engine none(empty);
    const Response unavailable = none.handle(make("GET", "items"));
    EXPECT_EQ(unavailable.status, 503);
    EXPECT_EQ(code(unavailable), "PGRST000");
    Pool down("host=/nowhere dbname=postgres user=authenticator", 2);
    Engine unreachable(down);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(unreachable.handle(make("POST", "items")).status, 503);
}

TEST_F(HostileTest, ServesManyThreadsAtOnce)
{
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t) {
        threads.emplace_back([this, t, &wrong] {
            for (int i = 0; i < 60; ++i) {
                Request request = make("GET", "items?select=id&id=eq." + std::to_string(1 + i % 2));
                request.role = t % 2 ? "anon" : "service_role";
                const Response response = service().engine.handle(request);
                const std::string expected = "[{\"id\":" + std::to_string(1 + i % 2) + "}]";
                wrong += response.status != 200 || response.body != expected;
                if (i % 10 == t % 10)
                    service().engine.schemaChanged("p0001");
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(wrong.load(), 0);
}

} // namespace run402::sandbox::rest::tests
