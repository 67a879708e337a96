// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/restform.h"
#include "services/api/interfaces.h"
#include "ui/sql/sqlidentity.h"

namespace run402 {

class Services;

/// Sends the request as that person and makes rows of the answer, in the form the console has them from SQL. A user's
/// token is fetched first, and refreshed where it is due. Owner of the call: `owner`. Thread: GUI.
/// Fails: as TestUsers::accessToken and Database::rest; a refusal of the service as the problem it is (rest.*).
Call<SqlOutcome>* sendOverRest(Services& services, const QString& projectId, const SqlIdentity& as, const RestForm& form, QObject* owner);

} // namespace run402
