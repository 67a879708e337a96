// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402 {

class AccessRules;
class Addresses;
class AppAuth;
class ChainHistory;
class Credentials;
class Database;
class Functions;
class Gateway;
class Market;
class Money;
class Objects;
class Operator;
class Projects;
class Reconciler;
class Releases;

/// The thirteen interfaces of one connection, the reconciler that reads through them, and the chains' logs. Borrowed: whoever fills the
/// set owns what is in it. Thread: GUI. Only while there is a connection (Services::hasSession); without one the set is
/// empty and must not be asked.
class InterfaceSet
{
public:
    Gateway& gateway() const { return *m_set.gateway; }
    Credentials& credentials() const { return *m_set.credentials; }
    Money& money() const { return *m_set.money; }
    Projects& projects() const { return *m_set.projects; }
    Database& database() const { return *m_set.database; }
    AccessRules& accessRules() const { return *m_set.accessRules; }
    Releases& releases() const { return *m_set.releases; }
    Functions& functions() const { return *m_set.functions; }
    Objects& objects() const { return *m_set.objects; }
    AppAuth& appAuth() const { return *m_set.appAuth; }
    Addresses& addresses() const { return *m_set.addresses; }
    Market& market() const { return *m_set.market; }
    Operator& operatorDesk() const { return *m_set.operatorDesk; }
    Reconciler& reconciler() const { return *m_set.reconciler; }
    ChainHistory& chainHistory() const { return *m_set.chainHistory; }

protected:
    struct Members
    {
        Gateway* gateway = nullptr;
        Credentials* credentials = nullptr;
        Money* money = nullptr;
        Projects* projects = nullptr;
        Database* database = nullptr;
        AccessRules* accessRules = nullptr;
        Releases* releases = nullptr;
        Functions* functions = nullptr;
        Objects* objects = nullptr;
        AppAuth* appAuth = nullptr;
        Addresses* addresses = nullptr;
        Market* market = nullptr;
        Operator* operatorDesk = nullptr;
        Reconciler* reconciler = nullptr;
        ChainHistory* chainHistory = nullptr;
    };

    InterfaceSet() = default;
    ~InterfaceSet() = default;
    InterfaceSet(const InterfaceSet&) = default;
    InterfaceSet& operator=(const InterfaceSet&) = default;

    void setMembers(const Members& members) { m_set = members; }
    void takeMembers(const InterfaceSet& other) { m_set = other.m_set; }

private:
    Members m_set;
};

} // namespace run402
