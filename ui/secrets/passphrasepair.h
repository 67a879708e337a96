// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

class Label;
class LineEdit;
class Meter;

/// How hard a passphrase is to guess, 0 to 4: a rough measure by length and variety. 0 is too short to be taken. Pure.
int passphraseStrength(const QString& passphrase);

/// A new passphrase, typed twice, with its strength. Owner: parent. Thread: GUI.
class PassphrasePair : public QWidget
{
    Q_OBJECT
public:
    /// The fields are "name.passphrase" and "name.repeat"; `label` says what the passphrase is of.
    PassphrasePair(const QString& name, const QString& label, QWidget* parent = nullptr);

    bool isComplete() const; ///< long enough and the same twice
    QByteArray take();       ///< UTF-8; empties both fields. The receiver wipes it.

Q_SIGNALS:
    void changed();
    void returnPressed();

private:
    void refresh();

    LineEdit* m_first;
    LineEdit* m_second;
    Meter* m_meter;
    Label* m_strength;
};

} // namespace run402
