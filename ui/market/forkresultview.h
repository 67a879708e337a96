// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"

#include <QUrl>
#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Button;

/// What a fork made and what is left to do, as a list with the places where each is done. Owner: parent. Thread: GUI.
class ForkResultView : public QWidget
{
    Q_OBJECT
public:
    /// `open` is where a browser here finds the site; empty = there is none. `hasBootstrap`: setting up can be tried again.
    ForkResultView(const ForkedProject& fork, const QUrl& open, bool hasBootstrap, QWidget* parent = nullptr);

    /// The latest answer of the bootstrap function.
    void showBootstrap(const std::optional<QJsonValue>& result, const QString& error);
    void setBootstrapBusy(bool busy);

Q_SIGNALS:
    void paneRequested(const QString& target);
    void previewRequested(const QUrl& address);
    void bootstrapRequested();

private:
    void addAddress(const QString& name, const QUrl& address);
    QWidget* addTask(const char* icon, const char* token, const QString& title, const QString& text, const QString& button,
                     const QString& target);

    QVBoxLayout* m_column;
    QWidget* m_setup = nullptr;
    bool m_hasBootstrap;
    Button* m_again = nullptr;
};

} // namespace run402
