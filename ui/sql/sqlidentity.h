// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace run402 {

/// Whose rights a statement is run with. SQL itself runs as the owner only; everybody else goes over REST
/// (models/sql/restform.h).
struct SqlIdentity
{
    enum class Kind { Service, Anonymous, User };
    Kind kind = Kind::Service;
    QString userId{}; ///< of a test user (services/auth/testusers.h)
    QString name{};   ///< of that user, for people

    bool isService() const { return kind == Kind::Service; }
    bool operator==(const SqlIdentity&) const = default;
    /// "as anonymous, over REST"; empty for the service.
    QString words() const
    {
        if (isService())
            return {};
        return kind == Kind::Anonymous ? QCoreApplication::translate("run402::SqlIdentity", "as anonymous, over REST")
                                       : QCoreApplication::translate("run402::SqlIdentity", "as %1, over REST").arg(name);
    }
};

} // namespace run402
