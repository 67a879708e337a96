// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http.h"

#include <QJsonValue>
#include <QString>
#include <QUrl>

/// Takes secrets out of what is shown, logged or copied. Pure; thread: any.
///
/// Headers pass by allow-list. Arbitrary text is searched for what keys and tokens of this
/// service look like: JWTs, 32 byte hex and longer, Bearer/Payment credentials, named JSON or
/// form fields, user info in URLs, long base64. Removing too much is fine, too little is not.
namespace run402::redact {

/// Cut to `maxLength` characters first, so that hostile text costs bounded time.
QString text(const QString& text, qsizetype maxLength = 64 * 1024);

/// Every string inside `value`, keys untouched.
QJsonValue json(const QJsonValue& value);

/// Without user info; values of secret-looking query and fragment parameters masked.
QUrl url(const QUrl& url);

/// Whether a request or reply header's value may be logged.
bool isHeaderLoggable(const QByteArray& name);

/// "name: value" of the loggable headers, "name: [hidden]" of the others, comma separated.
QString headers(const HeaderList& headers);

/// A command line for a POSIX shell. Secrets appear as "$SERVICE_KEY" and the like, bodies as
/// a file name: what is copied may be pasted into a bug report.
QString curl(const HttpRequest& request);

} // namespace run402::redact
