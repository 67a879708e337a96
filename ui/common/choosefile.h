// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QWidget;

namespace run402 {

/// What a person chose to read. The receiver wipes `bytes` where they are secret.
struct ChosenFile
{
    QString name;     ///< without folders
    QByteArray bytes; ///< as they are on the disk
    QString problem;  ///< translated; then the bytes are empty
};

/// Asks for a file of this computer and reads it off the GUI thread; more than `mostBytes`, or bytes that are no UTF-8
/// text, are a problem. `done` runs unless the person cancels or `parent` goes. The dialog is named "chooseFile".
/// Thread: GUI.
void chooseTextFile(QWidget* parent, const QString& title, const QString& filter, qint64 mostBytes,
                    std::function<void(ChosenFile)> done);

} // namespace run402
