// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlrest.h"

#include "services/auth/testusers.h"
#include "services/net/classify.h"
#include "services/services.h"

namespace run402 {

namespace {

/// Rows a write touched, from "0-2/3" or "*/3" (RFC 9110 §14.4, contract.md §3.8).
std::optional<qint64> countedRows(const HttpReply& reply)
{
    const QByteArray range = reply.header("Content-Range");
    bool ok = false;
    const qint64 all = range.mid(range.lastIndexOf('/') + 1).toLongLong(&ok);
    return ok ? std::optional(all) : std::nullopt;
}

Result<SqlOutcome> outcomeOf(const RestForm& form, const Database::RestReply& answer)
{
    HttpReply reply{answer.status, answer.headers, answer.body, answer.elapsedMs, answer.traceId};
    if (answer.status < 200 || answer.status >= 300) {
        HttpRequest request;
        request.method = form.method;
        request.idempotent = form.verb == RestForm::Verb::Read;
        return fail(problemFromReply(request, reply));
    }
    SqlOutcome outcome;
    outcome.rowsJson = form.returnsRows ? answer.body : QByteArrayLiteral("[]");
    if (form.verb != RestForm::Verb::Read)
        outcome.rowCount = countedRows(reply);
    outcome.elapsedMs = answer.elapsedMs;
    outcome.bytes = answer.body.size();
    return outcome;
}

/// What stops when the call is cancelled, and what is then known of it.
template <typename T>
void cancelling(Call<SqlOutcome>* call, Call<T>* part)
{
    call->setCancelHook([call, part, guard = QPointer<CallBase>(part)] {
        if (!guard)
            return;
        part->cancel();
        if (part->outcome() && !part->outcome()->ok())
            call->resolve(fail(part->outcome()->error()));
    });
}

} // namespace

Call<SqlOutcome>* sendOverRest(Services& services, const QString& projectId, const SqlIdentity& as, const RestForm& form, QObject* owner)
{
    auto* call = new Call<SqlOutcome>(owner);
    const auto send = [&services, projectId, form, call, role = as.kind == SqlIdentity::Kind::User ? Role::User : Role::Anonymous](const QByteArray& token) {
        Database::RestRequest request;
        request.method = form.method;
        request.resource = form.table;
        request.query = form.query;
        request.body = form.body;
        request.prefer = form.prefer;
        request.role = role;
        request.userToken = token;
        auto* sent = services.database().rest(projectId, request);
        cancelling(call, sent);
        sent->onDone(call, [call, form](const Result<Database::RestReply>& reply) {
            call->resolve(reply.ok() ? outcomeOf(form, *reply) : Result<SqlOutcome>(fail(reply.error())));
        });
    };
    if (as.kind != SqlIdentity::Kind::User) {
        send({});
        return call;
    }
    auto* token = services.testUsers().accessToken(as.userId);
    cancelling(call, token);
    token->onDone(call, [call, send](const Result<QByteArray>& got) {
        if (got.ok() && !call->isSettled())
            send(*got);
        else if (!got.ok())
            call->resolve(fail(got.error()));
    });
    return call;
}

} // namespace run402
