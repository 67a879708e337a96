// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

namespace run402 {

/// Where the window does what a command of the run402 CLI, or an endpoint of the service, does.
struct CliPlace
{
    QString id;            ///< of the palette's entry, unique
    QString icon;          ///< Lucide name
    QString title;         ///< translated: what a person does there
    QString open;          ///< a target ("wallet", "market:mine"), or "do:" and a command of Application
    QStringList controls;  ///< object names; the first that can be used gets the keyboard. "x.*" = any that begins so
    QStringList commands;  ///< as typed, without "run402"; paths for endpoints
};

/// Every command of the CLI's reference (Run402's llms-cli.txt of March 2026) and every endpoint of its REST, auth and
/// OAuth sections, each once. tests/parity.md tells the same to people; tests hold the two together.
QList<CliPlace> cliPlaces();

} // namespace run402
