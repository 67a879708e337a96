// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"
#include "models/domain/starter.h"

#include <QPersistentModelIndex>
#include <QWidget>

class QVBoxLayout;

namespace run402 {

class Button;
class Chip;
class IconButton;
class Label;

/// The inspector of the marketplace, 372 wide: one published app or one starter. Publishers' texts are plain text.
/// Owner: parent. Thread: GUI.
class AppDetails : public QWidget
{
    Q_OBJECT
public:
    explicit AppDetails(QWidget* parent = nullptr);

    /// `card` gives picture and tint; it may vanish. `own`: the person published it.
    void showApp(const QModelIndex& card, const AppVersion& app, bool own);
    void showStarter(const QModelIndex& card, const Starter& starter);
    void refreshPicture();

Q_SIGNALS:
    void mainTriggered();   ///< fork, or use the starter
    void demoTriggered();
    void copyLinkTriggered();

private:
    class Art;
    void clear();
    void addFact(const QString& name, const QString& value, const QString& chip = {});
    void addFactWidget(const QString& name, QWidget* value);
    void addList(const QString& title, const QStringList& lines, const char* icon, const char* token);
    void showNeeds(const AppVersion& app);
    void showPromise(const AppVersion& app);

    Art* m_art;
    Label* m_name;
    Chip* m_chip;
    Label* m_text;
    Button* m_main;
    Button* m_demo;
    IconButton* m_link;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_slot;
    QVBoxLayout* m_facts = nullptr;
};

} // namespace run402
