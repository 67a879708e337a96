// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>
#include <utility>

class QWidget;

namespace run402 {

/// What a widget in the document area may tell the window. A document is any
/// QWidget; one that also inherits this is asked (by dynamic_cast), one that
/// does not is shown with the title it was opened with.
/// Thread: GUI. The widget is owned by the document area.
class Document
{
public:
    virtual ~Document() = default;

    /// Empty keeps the title given at opening.
    virtual QString title() const { return {}; }
    virtual bool isModified() const { return false; }
    /// Called before a modified document closes with "Save". Must call
    /// `done(true)` once saved, `done(false)` to stay open; may be later.
    virtual void save(std::function<void(bool saved)> done) { done(true); }

    /// Shown above the document (44 high); owned by the document.
    virtual QWidget* toolbar() { return nullptr; }
    /// Its strip of buttons at the bottom, which news of the window must not cover; null = none.
    virtual QWidget* actionStrip() { return nullptr; }
    /// Shown in the inspector while this document is in front; null closes it.
    /// Owned by the document; the inspector reparents it while it shows it.
    virtual QWidget* inspectorWidget() { return nullptr; }
    /// Empty when the inspector widget has a head of its own.
    virtual QString inspectorTitle() const { return {}; }
    /// Quiet words beside the title: "of 128", "kept on this computer".
    virtual QString inspectorNote() const { return {}; }

    virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject&) {}

    /// It came to the front.
    virtual void activated() {}

    /// The host listens here; call notifyChanged() when title(), isModified() or
    /// inspectorWidget() may answer differently.
    void setChangeListener(std::function<void()> listener) { m_listener = std::move(listener); }

protected:
    void notifyChanged() const
    {
        if (m_listener)
            m_listener();
    }

private:
    std::function<void()> m_listener;
};

} // namespace run402
