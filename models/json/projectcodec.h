// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/domain/release.h"
#include "models/result.h"

#include <QJsonDocument>

/// Answers about projects, their database and their sites (contract.md §3.4 to §3.6, §3.13, §3.14).
/// Pure; thread: any. Fail as JsonReader does.
namespace run402::json {

Result<QList<Project>> projectList(const QJsonDocument& document); ///< newest first
Result<NewProject> newProject(const QJsonDocument& document);
Result<Usage> usage(const QJsonDocument& document);
Result<Schema> schema(const QJsonDocument& document);
/// Of `GET /deployments/v1/:id`; hashes are unknown to the service and stay empty.
Result<Release> deployment(const QJsonDocument& document);
Result<Address> address(const QJsonDocument& document);
Result<QList<Address>> addresses(const QJsonDocument& document);

} // namespace run402::json
