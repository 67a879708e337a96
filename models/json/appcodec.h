// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "models/result.h"

#include <QJsonDocument>

/// Marketplace objects (contract.md §3.16, §3.17). Only the id of a version is required: the rest is what a publisher
/// typed or a newer service added, so anything missing, null or of another type is "not told". Pure; any thread.
namespace run402::json {

Result<AppVersion> appVersion(const QJsonDocument& document);
/// `key`: "apps" or "versions". Fails when the list or an id is missing.
Result<QList<AppVersion>> appVersions(const QJsonDocument& document, const char* key);
Result<ForkedProject> forkedProject(const QJsonDocument& document);

QJsonObject toJson(const PublishOptions& options);
QJsonObject toJson(const AppChanges& changes);

} // namespace run402::json
