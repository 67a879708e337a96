// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

namespace run402::sandbox::rest::tests {

class FunctionTest : public RestTest
{
protected:
    void SetUp() override
    {
        RestTest::SetUp();
        sql(R"(
            CREATE TABLE items(id serial PRIMARY KEY, title text);
            CREATE TABLE parts(id serial PRIMARY KEY, item_id int REFERENCES items, name text);
            INSERT INTO items(title) VALUES ('one'), ('two'), ('three');
            INSERT INTO parts(item_id, name) VALUES (1, 'p1'), (1, 'p2'), (2, 'p3');
            CREATE FUNCTION add(a int, b int DEFAULT 10) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
            CREATE FUNCTION hello() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'hi "there"' $$;
            CREATE FUNCTION evens(top int) RETURNS SETOF int LANGUAGE sql IMMUTABLE AS
              'SELECT generate_series(2, top, 2)';
            CREATE FUNCTION all_items() RETURNS SETOF items LANGUAGE sql STABLE AS 'SELECT * FROM items';
            CREATE FUNCTION one_item(wanted int) RETURNS items LANGUAGE sql STABLE AS
              'SELECT * FROM items WHERE id = wanted';
            CREATE FUNCTION pairs() RETURNS TABLE(k text, v int) LANGUAGE sql AS
              $$ VALUES ('a', 1), ('b', 2) $$;
            CREATE FUNCTION outs(OUT x int, OUT y text) LANGUAGE sql AS $$ SELECT 1, 'y' $$;
            CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS $$ INSERT INTO items(title) VALUES ('made') $$;
            CREATE FUNCTION whole(json) RETURNS json LANGUAGE sql IMMUTABLE AS 'SELECT $1';
            CREATE FUNCTION many(VARIADIC v text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
              $$ SELECT array_to_string(v, '+') $$;
            CREATE FUNCTION listed(v int[]) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT v[2]';
            CREATE FUNCTION over(a int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'int' $$;
            CREATE FUNCTION over(b text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'text' $$;
            CREATE FUNCTION twin(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
            CREATE FUNCTION twin(a text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2';
            CREATE FUNCTION settings() RETURNS json LANGUAGE sql STABLE AS $$
              SELECT json_build_object('method', current_setting('request.method'),
                'path', current_setting('request.path'), 'role', current_user,
                'sub', current_setting('request.jwt.claims')::json->>'sub',
                'search_path', current_setting('search_path'), 'zone', current_setting('timezone'),
                'headers', current_setting('request.headers')) $$;
            CREATE FUNCTION fail(state text, msg text) RETURNS void LANGUAGE plpgsql AS $$
              BEGIN RAISE EXCEPTION USING errcode = state, message = msg, detail = 'd', hint = 'h'; END $$;
            CREATE FUNCTION full_control() RETURNS void LANGUAGE plpgsql AS $$
              BEGIN RAISE sqlstate 'PGRST' USING message = '{"code":"123","message":"m","details":"d","hint":"h"}',
                detail = '{"status":402,"headers":{}}'; END $$;
            CREATE FUNCTION bad_control() RETURNS void LANGUAGE plpgsql AS $$
              BEGIN RAISE sqlstate 'PGRST' USING message = 'no json', detail = '{}'; END $$;
            CREATE FUNCTION teapot() RETURNS json LANGUAGE plpgsql AS $$
              BEGIN PERFORM set_config('response.status', '418', true);
                PERFORM set_config('response.headers', '[{"Content-Type":"text/plain"},{"X-Other":"1"}]', true);
                RETURN '1'::json; END $$;
            CREATE FUNCTION bad_status() RETURNS int LANGUAGE plpgsql AS $$
              BEGIN PERFORM set_config('response.status', 'x', true); RETURN 1; END $$;
        )");
    }
};

TEST_F(FunctionTest, TakesNamedArgumentsByGetAndPost)
{
    EXPECT_EQ(get("rpc/add?a=1&b=2").body, "3");
    EXPECT_EQ(get("rpc/add?a=1").body, "11");
    EXPECT_EQ(send("POST", "rpc/add", R"({"a":5,"b":6})").body, "11");
    EXPECT_EQ(send("POST", "rpc/hello").body, "\"hi \\\"there\\\"\"");
    EXPECT_EQ(send("POST", "rpc/listed", R"({"v":[4,5]})").body, "5");
    EXPECT_EQ(get("rpc/listed?v={4,5}").body, "5");
    EXPECT_EQ(get("rpc/many?v=a&v=b").body, "\"a+b\"");
    EXPECT_EQ(send("POST", "rpc/many", R"({"v":["x","y"]})").body, "\"x+y\"");
    EXPECT_EQ(send("POST", "rpc/whole", R"({"z":[1]})").body, R"({"z":[1]})");
    EXPECT_EQ(send("POST", "rpc/whole", "[1,\"a\"]").body, "[1,\"a\"]");
    EXPECT_EQ(get("rpc/over?a=1").body, "\"int\"");
    EXPECT_EQ(get("rpc/over?b=1").body, "\"text\"");
    EXPECT_EQ(send("POST", "rpc/whole", R"({"z":1})", "params=single-object").body, R"({"z":1})");
}

TEST_F(FunctionTest, AnswersEveryKindOfResult)
{
    EXPECT_EQ(rows("rpc/evens?top=6"), json::parse("[2,4,6]"));
    EXPECT_EQ(rows("rpc/pairs"), json::parse(R"([{"k":"a","v":1},{"k":"b","v":2}])"));
    EXPECT_EQ(rows("rpc/outs"), json::parse(R"({"x":1,"y":"y"})"));
    EXPECT_EQ(rows("rpc/one_item?wanted=2"), json::parse(R"({"id":2,"title":"two"})"));
    const Response nothing = send("POST", "rpc/nothing");
    EXPECT_EQ(nothing.status, 204);
    EXPECT_EQ(nothing.body, "");
    EXPECT_EQ(rows("items?title=eq.made").size(), 1u);
}

TEST_F(FunctionTest, SelectsFiltersAndEmbedsSetResults)
{
    EXPECT_EQ(rows("rpc/all_items?select=title&id=gt.1&order=id.desc"),
              json::parse(R"([{"title":"three"},{"title":"two"}])"));
    EXPECT_EQ(rows("rpc/all_items?select=id,parts(name)&order=id&limit=2&parts.order=name.desc"),
              json::parse(R"([{"id":1,"parts":[{"name":"p2"},{"name":"p1"}]},{"id":2,"parts":[{"name":"p3"}]}])"));
    const Response counted = get("rpc/all_items?limit=1&id=lt.3", "count=exact");
    EXPECT_EQ(counted.contentRange, "0-0/2");
    EXPECT_EQ(counted.status, 206);
    EXPECT_EQ(get("rpc/hello").contentRange, "0-0/*");
    EXPECT_EQ(rows(send("POST", "rpc/all_items?id=eq.3&select=id")), json::parse(R"([{"id":3}])"));
}

TEST_F(FunctionTest, ReadsOnlyWhereNothingMayChange)
{
    const Response refused = get("rpc/nothing");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(code(refused), "25006");
    EXPECT_EQ(code(send("PATCH", "rpc/add", R"({"a":1})")), "PGRST101");
    EXPECT_EQ(send("DELETE", "rpc/add").status, 405);
}

TEST_F(FunctionTest, SeesTheRequestsSettings)
{
    sub = "u1";
    role = "authenticated";
    const json seen = rows(get("rpc/settings"));
    EXPECT_EQ(seen["method"], "GET");
    EXPECT_EQ(seen["path"], "/rpc/settings");
    EXPECT_EQ(seen["role"], "authenticated");
    EXPECT_EQ(seen["sub"], "u1");
    EXPECT_EQ(seen["search_path"], "\"p0001\", public");
    EXPECT_EQ(seen["headers"], "{}");
    EXPECT_EQ(rows(get("rpc/settings", "timezone=Asia/Tokyo"))["zone"], "Asia/Tokyo");
    EXPECT_NE(rows(get("rpc/settings", "timezone=No/Where"))["zone"], "No/Where");
    EXPECT_EQ(code(get("rpc/settings", "handling=strict, timezone=No/Where")), "PGRST122");
}

TEST_F(FunctionTest, NamesTheFunctionThatIsMissing)
{
    const Response missing = send("POST", "rpc/ad", R"({"a":1})");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(json::parse(missing.body), json::parse(R"({"code":"PGRST202",
        "details":"Searched for the function p0001.ad with parameter a or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.",
        "hint":"Perhaps you meant to call the function p0001.add",
        "message":"Could not find the function p0001.ad(a) in the schema cache"})"));
    EXPECT_EQ(json::parse(get("rpc/add?a=1&bb=2").body)["hint"],
              "Perhaps you meant to call the function p0001.add(a, b)");
    EXPECT_EQ(json::parse(get("rpc/add").body)["message"],
              "Could not find the function p0001.add without parameters in the schema cache");
    const Response twin = get("rpc/twin?a=1");
    EXPECT_EQ(twin.status, 300);
    EXPECT_EQ(code(twin), "PGRST203");
}

TEST_F(FunctionTest, PassesRaisedErrorsOn)
{
    const auto raise = [this](const char *state) {
        return send("POST", "rpc/fail", json{{"state", state}, {"msg", "m"}}.dump());
    };
    const Response plain = raise("P0001");
    EXPECT_EQ(plain.status, 400);
    EXPECT_EQ(json::parse(plain.body),
              json::parse(R"({"code":"P0001","details":"d","hint":"h","message":"m"})"));
    EXPECT_EQ(raise("PT402").status, 402);
    EXPECT_EQ(code(raise("PT402")), "PT402");
    EXPECT_EQ(raise("PTXYZ").status, 500);
    EXPECT_EQ(raise("23505").status, 409);
    EXPECT_EQ(raise("P0002").status, 500);
    EXPECT_EQ(raise("40001").status, 500);
    EXPECT_EQ(raise("53300").status, 503);
    EXPECT_EQ(raise("28000").status, 403);
    const Response control = send("POST", "rpc/full_control");
    EXPECT_EQ(control.status, 402);
    EXPECT_EQ(json::parse(control.body),
              json::parse(R"({"code":"123","details":"d","hint":"h","message":"m"})"));
    EXPECT_EQ(code(send("POST", "rpc/bad_control")), "PGRST121");
}

TEST_F(FunctionTest, MaySetStatusAndContentType)
{
    const Response response = send("POST", "rpc/teapot");
    EXPECT_EQ(response.status, 418);
    EXPECT_EQ(response.contentType, "text/plain");
    EXPECT_EQ(response.body, "1");
    EXPECT_EQ(code(send("POST", "rpc/bad_status")), "PGRST112");
    EXPECT_EQ(send("POST", "rpc/add", R"({"a":1})").status, 200) << "the settings ended with their request";
}

} // namespace run402::sandbox::rest::tests
