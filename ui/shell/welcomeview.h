// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>

namespace run402 {

class Chip;
class Label;

/// One of the three ways to begin: a card with a button; Enter starts it.
class WelcomeChoice;

/// The first view of a new installation: what the app is, and three ways to
/// begin. Up and Down move, Enter starts. Owner: window. Thread: GUI.
class WelcomeView : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomeView(QWidget* parent = nullptr);

    /// What the CLI's folder holds. `path` as shown to people, e.g.
    /// "~/.config/run402". No projects and no wallet shows "Not found".
    void setCliFound(int projects, bool hasWallet, const QString& path);
    /// Name of the interface language and of the theme mode, in the foot.
    void setFootTexts(const QString& language, const QString& theme);

Q_SIGNALS:
    void sandboxChosen();
    void connectChosen();
    void importChosen();
    void languageAsked();
    void themeAsked();
    void privacyAsked();

private:
    QWidget* makeStory();
    QWidget* makeChoices();
    QWidget* makeFoot();
    void move(int by);
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    QWidget* m_story;
    QVector<WelcomeChoice*> m_choices;
    class FootButton;
    FootButton* m_language = nullptr;
    FootButton* m_theme = nullptr;
};

} // namespace run402
