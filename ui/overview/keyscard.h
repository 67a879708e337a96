// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/card.h"

#include <QByteArray>
#include <QTimer>
#include <QUrl>

class QHBoxLayout;

namespace run402 {

class CopyButton;
class ElidedLabel;
class IconButton;
class Label;

/// Addresses and keys of a project. The anon key is shown; the service key is masked, revealed for 30 s, and a copy of
/// it leaves the clipboard after 60 s (design/ui.md §3). Owner: parent. Thread: GUI. The revealed bytes are wiped.
class KeysCard : public Card
{
    Q_OBJECT
public:
    static constexpr int revealMs = 30'000;
    static constexpr int clipboardMs = 60'000;

    /// Narrow is for inspectors: a key has a line of its own under its name.
    enum class Shape { Wide, Narrow };
    explicit KeysCard(Shape shape = Shape::Wide, QWidget* parent = nullptr);
    void setProject(const QUrl& base, const QString& anonKey, bool serviceKeyKnown);
    /// The answer to serviceKeyRequested.
    void giveServiceKey(const QByteArray& key, bool toClipboard);

Q_SIGNALS:
    void serviceKeyRequested(bool toClipboard);
    void starterCodeRequested();

private:
    void hideKey();
    /// Where further buttons of the row go.
    QHBoxLayout* addRow(const QString& name, bool mono, ElidedLabel** value, CopyButton** copy, QWidget* chip = nullptr);

    Shape m_shape;
    ElidedLabel* m_rest;
    ElidedLabel* m_auth;
    ElidedLabel* m_functions;
    ElidedLabel* m_anon;
    ElidedLabel* m_service;
    CopyButton* m_copyRest;
    CopyButton* m_copyAuth;
    CopyButton* m_copyFunctions;
    CopyButton* m_copyAnon;
    IconButton* m_reveal;
    IconButton* m_copyService;
    QTimer m_hide;
};

} // namespace run402
