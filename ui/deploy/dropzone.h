// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace run402 {

class Button;
class ElidedLabel;
class Label;
class Switch;

/// Where a folder, zip or manifest is dropped or chosen: dashed, 68 high. Owner: parent. Thread: GUI.
class DropZone : public QWidget
{
    Q_OBJECT
public:
    explicit DropZone(QWidget* parent = nullptr);

    /// Empty: nothing chosen yet.
    void setPlace(const QString& path);
    /// The line below the path; empty for the usual words.
    void setNote(const QString& text, bool danger = false);
    void setWatching(bool on);
    void setLocked(bool locked); ///< while a deployment runs

Q_SIGNALS:
    void chosen(const QString& path);
    void watchToggled(bool on);

private:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void chooseFolder();
    void chooseFile();

    ElidedLabel* m_place;
    ElidedLabel* m_note;
    Switch* m_watch;
    Button* m_choose;
    bool m_over = false;
    bool m_locked = false;
};

} // namespace run402
