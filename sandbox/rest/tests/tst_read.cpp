// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/tests/fixture.h"

namespace run402::sandbox::rest::tests {

class ReadTest : public RestTest
{
protected:
    void SetUp() override
    {
        RestTest::SetUp();
        sql(R"(
            CREATE TABLE clients(id serial PRIMARY KEY, name text NOT NULL);
            CREATE TABLE projects(id serial PRIMARY KEY, name text NOT NULL, client_id int REFERENCES clients,
              data jsonb, tags text[], price numeric, due date, span int4range, doc text);
            CREATE TABLE tasks(id serial PRIMARY KEY, name text, project_id int REFERENCES projects);
            CREATE TABLE users(id serial PRIMARY KEY, name text);
            CREATE TABLE users_tasks(user_id int REFERENCES users, task_id int REFERENCES tasks,
              PRIMARY KEY(user_id, task_id));
            INSERT INTO clients(name) VALUES ('Microsoft'), ('Apple');
            INSERT INTO projects(name, client_id, data, tags, price, due, span, doc) VALUES
              ('Windows 7', 1, '{"a":{"b":1},"list":[10,20]}', '{os,old}', 10.5, '2020-01-01', '[1,5)', 'the quick fox'),
              ('Windows 10', 1, '{"a":{"b":2},"list":[30]}', '{os}', 20, '2021-01-01', '[5,9)', 'lazy dogs sleep'),
              ('IOS', 2, NULL, '{phone}', NULL, '2022-01-01', '[20,30)', 'apples and pears'),
              ('Orphan', NULL, '{"a":null}', '{}', 5, NULL, NULL, NULL);
            INSERT INTO tasks(name, project_id) VALUES ('Design w7', 1), ('Code w7', 1), ('Design w10', 2),
              ('Design IOS', 3);
            INSERT INTO users(name) VALUES ('Angela'), ('Michael');
            INSERT INTO users_tasks VALUES (1,1),(1,2),(2,2),(2,3);
        )");
    }

    /// Ids answered for a filter on projects.
    std::string ids(const std::string &filter)
    {
        const json answer = rows("projects?select=id&order=id&" + filter);
        if (!answer.is_array())
            return answer.dump();
        std::string result;
        for (const json &row : answer)
            result += row["id"].dump();
        return result;
    }
};

TEST_F(ReadTest, AnswersEveryRowWithItsRange)
{
    const Response response = get("clients?order=id");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.contentType, "application/json; charset=utf-8");
    EXPECT_EQ(response.contentRange, "0-1/*");
    EXPECT_EQ(json::parse(response.body), json::parse(R"([{"id":1,"name":"Microsoft"},{"id":2,"name":"Apple"}])"));
}

TEST_F(ReadTest, ComparesWithEveryOperator)
{
    EXPECT_EQ(ids("id=eq.2"), "2");
    EXPECT_EQ(ids("id=neq.2"), "134");
    EXPECT_EQ(ids("id=gt.2"), "34");
    EXPECT_EQ(ids("id=gte.2"), "234");
    EXPECT_EQ(ids("id=lt.2"), "1");
    EXPECT_EQ(ids("id=lte.2"), "12");
    EXPECT_EQ(ids("name=like.Win*"), "12");
    EXPECT_EQ(ids("name=ilike.*ios*"), "3");
    EXPECT_EQ(ids("name=match.%5EWin.*7$"), "1");
    EXPECT_EQ(ids("name=imatch.%5Ewin"), "12");
    EXPECT_EQ(ids("id=in.(1,3)"), "13");
    EXPECT_EQ(ids("id=in.()"), "");
    EXPECT_EQ(ids("name=in.(IOS,\"Windows 7\")"), "13");
    EXPECT_EQ(ids("client_id=is.null"), "4");
    EXPECT_EQ(ids("client_id=not.is.null"), "123");
    EXPECT_EQ(ids("client_id=isdistinct.1"), "34");
    EXPECT_EQ(ids("tags=cs.{os}"), "12");
    EXPECT_EQ(ids("tags=cd.{os,old,phone}"), "1234");
    EXPECT_EQ(ids("tags=ov.{old,phone}"), "13");
    EXPECT_EQ(ids("span=sl.[10,12)"), "12");
    EXPECT_EQ(ids("span=sr.[10,12)"), "3");
    EXPECT_EQ(ids("span=nxr.[2,9)"), "12");
    EXPECT_EQ(ids("span=nxl.[5,9)"), "23");
    EXPECT_EQ(ids("span=adj.[9,20)"), "23");
    EXPECT_EQ(ids("doc=fts.fox"), "1");
    EXPECT_EQ(ids("doc=fts(english).dogs"), "2");
    EXPECT_EQ(ids("doc=fts(simple).dogs"), "");
    EXPECT_EQ(ids("doc=plfts.quick%20fox"), "1");
    EXPECT_EQ(ids("doc=phfts.lazy%20dogs"), "2");
    EXPECT_EQ(ids("doc=wfts.apples%20or%20fox"), "13");
    EXPECT_EQ(ids("doc=not.fts.fox"), "23");
}

TEST_F(ReadTest, NegatesQuantifiesAndCombines)
{
    EXPECT_EQ(ids("id=not.eq.2"), "134");
    EXPECT_EQ(ids("id=not.in.(1,2)"), "34");
    EXPECT_EQ(ids("id=eq(any).{1,4}"), "14");
    EXPECT_EQ(ids("name=like(any).{Win*,*an}"), "124");
    EXPECT_EQ(ids("name=like(all).{Win*,*7}"), "1");
    EXPECT_EQ(ids("id=gt(all).{1,2}"), "34");
    EXPECT_EQ(ids("or=(id.eq.1,name.eq.IOS)"), "13");
    EXPECT_EQ(ids("and=(id.gte.2,id.lte.3)"), "23");
    EXPECT_EQ(ids("not.or=(id.eq.1,id.eq.2)"), "34");
    EXPECT_EQ(ids("or=(id.eq.4,and(id.gt.1,not.or(id.eq.3,id.eq.4)))"), "24");
    EXPECT_EQ(ids("or=(name.eq.\"Windows 7\",id.in.(3,4))"), "134");
    EXPECT_EQ(ids("or=(tags.cs.{os,old},id.not.in.(1,2,3))"), "14");
    EXPECT_EQ(ids("id=gt.1&id=lt.4"), "23");
    EXPECT_EQ(ids("data->a->>b=eq.2"), "2");
    EXPECT_EQ(ids("data->list->0=eq.10"), "1");
    EXPECT_EQ(ids("data->list->>-1=eq.20"), "1");
    EXPECT_EQ(ids("or=(data->a->b.eq.2,id.eq.3)"), "23");
}

TEST_F(ReadTest, ShapesTheAnswerWithSelect)
{
    EXPECT_EQ(rows("projects?id=eq.1&select=title:name,id::text,data->a->b,data->list->>0,first:data->list->0"),
              json::parse(R"([{"title":"Windows 7","id":"1","b":1,"list":"10","first":10}])"));
    EXPECT_EQ(rows("projects?id=eq.1&select=price::int,n:price::double%20precision"),
              json::parse(R"([{"price":11,"n":10.5}])"));
    EXPECT_EQ(rows("projects?id=eq.1&select=tags->0"), json::parse(R"([{"tags":"os"}])"));
}

TEST_F(ReadTest, EmbedsOverForeignKeys)
{
    EXPECT_EQ(rows("projects?select=name,clients(name)&order=id"), json::parse(R"([
        {"name":"Windows 7","clients":{"name":"Microsoft"}},{"name":"Windows 10","clients":{"name":"Microsoft"}},
        {"name":"IOS","clients":{"name":"Apple"}},{"name":"Orphan","clients":null}])"));
    EXPECT_EQ(rows("clients?select=id,projects(id,tasks(name))&order=id&projects.order=id.desc&projects.tasks.order=id"),
              json::parse(R"([{"id":1,"projects":[{"id":2,"tasks":[{"name":"Design w10"}]},
                {"id":1,"tasks":[{"name":"Design w7"},{"name":"Code w7"}]}]},
                {"id":2,"projects":[{"id":3,"tasks":[{"name":"Design IOS"}]}]}])"));
    EXPECT_EQ(rows("users?select=name,tasks(id)&order=id&tasks.order=id.desc"), json::parse(
        R"([{"name":"Angela","tasks":[{"id":2},{"id":1}]},{"name":"Michael","tasks":[{"id":3},{"id":2}]}])"));
    EXPECT_EQ(rows("projects?select=id,client:client_id(name)&id=eq.3"),
              json::parse(R"([{"id":3,"client":{"name":"Apple"}}])"));
    EXPECT_EQ(rows("projects?select=id,clients!projects_client_id_fkey(name)&id=eq.3"),
              json::parse(R"([{"id":3,"clients":{"name":"Apple"}}])"));
    EXPECT_EQ(rows("projects?select=id,...clients(client_name:name)&id=eq.3"),
              json::parse(R"([{"id":3,"client_name":"Apple"}])"));
}

TEST_F(ReadTest, FiltersByWhatIsEmbedded)
{
    EXPECT_EQ(rows("projects?select=id,clients!inner(name)&clients.name=eq.Apple"),
              json::parse(R"([{"id":3,"clients":{"name":"Apple"}}])"));
    EXPECT_EQ(rows("clients?select=id,projects(id)&projects.id=eq.3&order=id"),
              json::parse(R"([{"id":1,"projects":[]},{"id":2,"projects":[{"id":3}]}])"));
    EXPECT_EQ(rows("clients?select=id,projects()&projects.id=eq.3&projects=not.is.null"),
              json::parse(R"([{"id":2}])"));
    EXPECT_EQ(rows("clients?select=id,projects(id)&projects.or=(id.eq.1,id.eq.2)&projects.limit=1&projects.order=id&order=id"),
              json::parse(R"([{"id":1,"projects":[{"id":1}]},{"id":2,"projects":[]}])"));
    const Response counted = get("clients?select=id,projects!inner(id)&projects.id=gt.2&limit=1", "count=exact");
    EXPECT_EQ(counted.contentRange, "0-0/1");
}

TEST_F(ReadTest, OrdersAndPages)
{
    EXPECT_EQ(rows("projects?select=id&order=price.desc.nullslast,id.asc&limit=2&offset=1"),
              json::parse(R"([{"id":1},{"id":4}])"));
    EXPECT_EQ(rows("projects?select=id&order=price.nullsfirst&limit=1"), json::parse(R"([{"id":3}])"));
    EXPECT_EQ(rows("projects?select=id,clients(name)&order=clients(name).desc.nullslast,id.desc&limit=2"),
              json::parse(R"([{"id":2,"clients":{"name":"Microsoft"}},{"id":1,"clients":{"name":"Microsoft"}}])"));
    EXPECT_EQ(get("projects?limit=2&offset=1", "count=exact").contentRange, "1-2/4");
    EXPECT_EQ(get("projects?limit=2&offset=1", "count=exact").status, 206);
    EXPECT_EQ(get("projects?limit=0").contentRange, "*/*");
    EXPECT_EQ(get("projects?id=eq.99", "count=exact").contentRange, "*/0");
    const Response past = get("projects?offset=9", "count=exact");
    EXPECT_EQ(past.status, 416);
    EXPECT_EQ(past.contentRange, "*/4");
    EXPECT_EQ(code(past), "PGRST103");
    EXPECT_EQ(code(get("projects?limit=-1")), "PGRST103");
    EXPECT_EQ(get("projects", "count=planned").status / 100, 2);
    EXPECT_EQ(get("projects?limit=1", "count=estimated").status, 206);
}

TEST_F(ReadTest, HeadHasNoBody)
{
    const Response response = send("HEAD", "projects?id=lt.3", {}, "count=exact");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.contentRange, "0-1/2");
    EXPECT_EQ(response.body, "");
}

} // namespace run402::sandbox::rest::tests
