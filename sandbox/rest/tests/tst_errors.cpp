// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

namespace run402::sandbox::rest::tests {

/// Wording and numbering of what is refused.
class ErrorTest : public RestTest
{
protected:
    void SetUp() override
    {
        RestTest::SetUp();
        sql("CREATE TABLE items(id int PRIMARY KEY, name text, at timestamptz)");
    }

    void expectParse(const std::string &query, const std::string &message, const std::string &details)
    {
        const Response response = get("items?" + query);
        EXPECT_EQ(response.status, 400) << query;
        EXPECT_EQ(response.contentType, "application/json; charset=utf-8");
        EXPECT_EQ(json::parse(response.body),
                  (json{{"code", "PGRST100"}, {"details", details}, {"hint", nullptr}, {"message", message}}));
    }
};

TEST_F(ErrorTest, ParsingNamesTheColumnAndWhatWasExpected)
{
    expectParse("id=0", "\"failed to parse filter (0)\" (line 1, column 1)",
                "unexpected \"0\" expecting \"not\" or operator (eq, gt, ...)");
    expectParse("id=noop.0", "\"failed to parse filter (noop.0)\" (line 1, column 1)",
                "unexpected \"o\" expecting \"not\" or operator (eq, gt, ...)");
    expectParse("order=id.ac", "\"failed to parse order (id.ac)\" (line 1, column 4)",
                "unexpected \"a\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"");
    expectParse("or=()", "\"failed to parse logic tree (())\" (line 1, column 2)",
                "unexpected \")\" expecting field name (* or [a..z0..9_$])");
    expectParse("select=id,", "\"failed to parse select parameter (id,)\" (line 1, column 4)",
                "unexpected end of input expecting field name (* or [a..z0..9_$])");
    expectParse("id=is.maybe", "\"failed to parse filter (is.maybe)\" (line 1, column 4)",
                "unexpected \"m\" expecting null or trilean value (unknown, true, false)");
}

TEST_F(ErrorTest, TheBodyHasFourKeysInOrder)
{
    EXPECT_EQ(get("nothere").body,
              R"x({"code":"42P01","details":null,"hint":null,"message":"relation \"p0001.nothere\" does not exist"})x");
    EXPECT_EQ(get("items?select=zzzzzz").body,
              R"({"code":"42703","details":null,"hint":null,"message":"column items.zzzzzz does not exist"})");
    EXPECT_EQ(get("items?id=eq.x").body,
              R"({"code":"22P02","details":null,"hint":null,"message":"invalid input syntax for type integer: \"x\""})");
    EXPECT_EQ(get("items?select=id::nope").body,
              R"({"code":"42704","details":null,"hint":null,"message":"type \"nope\" does not exist"})");
    EXPECT_EQ(json::parse(get("items?id=like.1*").body)["code"], "42883");
    EXPECT_EQ(get("items?id=like.1*").status, 404);
    EXPECT_EQ(json::parse(get("items?name=fts(nope).x").body)["code"], "42704");
}

TEST_F(ErrorTest, MethodsAndPathsAreChecked)
{
    EXPECT_EQ(send("TRACE", "items").status, 405);
    EXPECT_EQ(code(send("TRACE", "items")), "PGRST117");
    EXPECT_EQ(get("items/1").status, 404);
    EXPECT_EQ(get("").status, 404);
    EXPECT_EQ(get("rpc/").status, 404);
    EXPECT_EQ(code(send("PUT", "rpc/x", "{}")), "PGRST101");
}

TEST_F(ErrorTest, StrictHandlingRefusesUnknownPreferences)
{
    EXPECT_EQ(get("items", "anything, return=minimal").status, 200);
    const Response refused = get("items", "handling=strict, anything, other=1, tx=rollback");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(json::parse(refused.body), json::parse(R"({"code":"PGRST122",
        "details":"Invalid preferences: anything, other=1","hint":null,
        "message":"Invalid preferences given with handling=strict"})"));
    send("POST", "items", R"({"id":1})", "tx=rollback");
    EXPECT_EQ(rows("items?select=id"), json::parse(R"([{"id":1}])")) << "tx is not enabled";
}

TEST_F(ErrorTest, FirstOfRepeatedSingleParametersCounts)
{
    send("POST", "items", R"([{"id":1,"name":"b"},{"id":2,"name":"a"}])");
    EXPECT_EQ(rows("items?select=id&select=name&order=id.desc&order=id.asc"), json::parse(R"([{"id":2},{"id":1}])"));
    EXPECT_EQ(rows("items?select=id&id=gt.0&id=lt.2"), json::parse(R"([{"id":1}])"));
}

} // namespace run402::sandbox::rest::tests
