// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

namespace run402::sandbox::rest::tests {

namespace {
const char *const userA = "11111111-1111-1111-1111-111111111111";
const char *const userB = "22222222-2222-2222-2222-222222222222";
} // namespace

/// Roles, row level security and isolation between slots.
class AccessTest : public RestTest
{
protected:
    void SetUp() override
    {
        RestTest::SetUp();
        sql(R"(
            CREATE TABLE plain(id serial PRIMARY KEY, title text);
            CREATE TABLE auto(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text);
            CREATE TABLE owned(id serial PRIMARY KEY, user_id uuid, title text);
            ALTER TABLE owned ENABLE ROW LEVEL SECURITY;
            ALTER TABLE owned FORCE ROW LEVEL SECURITY;
            CREATE POLICY s ON owned FOR SELECT USING (user_id = auth.uid());
            CREATE POLICY i ON owned FOR INSERT WITH CHECK (user_id = auth.uid());
            CREATE POLICY u ON owned FOR UPDATE USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
            CREATE POLICY d ON owned FOR DELETE USING (user_id = auth.uid());
        )");
    }

    void as(const char *newRole, const char *user = "")
    {
        role = newRole;
        sub = user;
    }

    static std::string owned(const char *user)
    {
        return json{{"user_id", user}, {"title", "t"}}.dump();
    }
};

TEST_F(AccessTest, AnonReadsAFreshTableButCannotWrite)
{
    as("anon");
    EXPECT_EQ(rows("plain"), json::array());
    const Response refused = send("POST", "plain", R"({"title":"x"})");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(json::parse(refused.body), json::parse(
        R"({"code":"42501","details":null,"hint":null,"message":"permission denied for table plain"})"));
    EXPECT_EQ(send("PATCH", "plain", R"({"title":"x"})").status, 401);
    EXPECT_EQ(send("DELETE", "plain").status, 401);
    as("authenticated", userA);
    EXPECT_EQ(send("POST", "plain", R"({"title":"x"})").status, 201);
    as("service_role");
    EXPECT_EQ(send("POST", "plain", R"({"title":"y"})").status, 201);
    EXPECT_EQ(rows("plain?select=id&order=id"), json::parse(R"([{"id":1},{"id":2}])"));
}

TEST_F(AccessTest, SerialAndIdentityInsertsWork)
{
    as("authenticated", userA);
    EXPECT_EQ(send("POST", "auto", R"({"title":"x"})").status, 201);
    EXPECT_EQ(send("POST", "auto?columns=title", R"({"id":9,"title":"x"})").status, 201);
    sql("GRANT INSERT, UPDATE, DELETE ON plain, auto TO anon");
    as("anon");
    EXPECT_EQ(send("POST", "plain", R"({"title":"x"})", "return=representation").status, 201);
    EXPECT_EQ(send("POST", "auto", R"({"title":"x"})", "missing=default").status, 201);
    EXPECT_EQ(code(send("POST", "auto", R"({"id":5,"title":"x"})")), "428C9");
}

TEST_F(AccessTest, UsersSeeOnlyTheirRows)
{
    as("authenticated", userA);
    EXPECT_EQ(send("POST", "owned", owned(userA)).status, 201);
    const Response stolen = send("POST", "owned", owned(userB));
    EXPECT_EQ(stolen.status, 403);
    EXPECT_EQ(code(stolen), "42501");
    as("authenticated", userB);
    EXPECT_EQ(rows("owned"), json::array());
    EXPECT_EQ(send("POST", "owned", owned(userB)).status, 201);
    EXPECT_EQ(rows("owned?select=id").size(), 1u);
    EXPECT_EQ(send("PATCH", "owned", R"({"title":"mine"})", "count=exact").contentRange, "0-0/1");
    EXPECT_EQ(send("DELETE", "owned?user_id=eq." + std::string(userA)).status, 204);
    as("anon");
    EXPECT_EQ(rows("owned"), json::array());
    as("service_role");
    EXPECT_EQ(rows("owned?select=title&order=id"), json::parse(R"([{"title":"t"},{"title":"mine"}])"));
}

TEST_F(AccessTest, PublicReadLetsEveryoneReadAndOnlyUsersWrite)
{
    sql("ALTER TABLE plain ENABLE ROW LEVEL SECURITY;"
        "CREATE POLICY r ON plain FOR SELECT USING (true);"
        "CREATE POLICY w ON plain FOR INSERT WITH CHECK (auth.role() = 'authenticated')");
    as("authenticated", userA);
    EXPECT_EQ(send("POST", "plain", R"({"title":"x"})").status, 201);
    as("anon");
    EXPECT_EQ(rows("plain").size(), 1u);
    EXPECT_EQ(send("POST", "plain", R"({"title":"x"})").status, 401);
}

TEST_F(AccessTest, RolesOfOneRequestNeverReachTheNext)
{
    as("service_role");
    send("POST", "owned", owned(userA));
    for (int i = 0; i < 20; ++i) {
        as("service_role");
        EXPECT_EQ(rows("owned").size(), 1u);
        EXPECT_EQ(send("POST", "nowhere", "{\"a\":1}").status, 404);
        EXPECT_EQ(code(send("POST", "owned", R"({"user_id":"x"})")), "22P02");
        as("anon");
        EXPECT_EQ(rows("owned"), json::array());
    }
}

TEST_F(AccessTest, RefusesRolesItDoesNotKnow)
{
    for (const char *name : {"postgres", "authenticator", "", "anon\"; RESET ROLE; --", "ANON"}) {
        as(name);
        EXPECT_EQ(get("plain").status, 401) << name;
    }
}

TEST_F(AccessTest, OtherSlotsStayOutOfReach)
{
    service().cluster.sql("CREATE TABLE IF NOT EXISTS p0002.secrets(id int PRIMARY KEY, v text);"
                          "INSERT INTO p0002.secrets VALUES (1, 'x') ON CONFLICT DO NOTHING");
    for (const char *target : {"p0002.secrets", "secrets", "\"p0002\".\"secrets\"", "p0002\".\"secrets",
                               "../p0002/secrets", "pg_authid", "pg_catalog.pg_authid"}) {
        const Response response = get(target);
        EXPECT_EQ(response.status, 404) << target;
        EXPECT_EQ(response.body.find("\"v\""), std::string::npos) << target;
    }
    EXPECT_EQ(get("plain?select=*,secrets(*)").status, 400);
    EXPECT_EQ(get("plain?select=title::p0002.secrets").status, 400);
    EXPECT_EQ(send("POST", "rpc/p0002.fn").status, 404);
    EXPECT_EQ(send("POST", "rpc/pg_sleep", R"({"a":1})").status, 404);
    EXPECT_EQ(send("POST", "rpc/set_config", R"({"a":"role"})").status, 404);
}

} // namespace run402::sandbox::rest::tests
