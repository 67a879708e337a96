// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402::sandbox {

class App;

/// Each adds the routes of one area to app.router. The order of the calls is
/// the order of matching.
void addHealthRoutes(App& app);
void addFaucetRoutes(App& app);
void addProjectRoutes(App& app);
void addSqlRoutes(App& app);
void addRlsRoutes(App& app);
void addSchemaRoutes(App& app);
void addDeploymentRoutes(App& app);
void addSubdomainRoutes(App& app);
void addMessageRoutes(App& app);
void addRestRoutes(App& app);
void addCheckoutRoutes(App& app);
void addSecretRoutes(App& app);
void addFunctionRoutes(App& app);
void addInvokeRoutes(App& app);
void addBundleRoutes(App& app);
void addStorageRoutes(App& app);
void addAuthRoutes(App& app);
void addOauthRoutes(App& app);
void addImageRoutes(App& app);
void addAppRoutes(App& app);
void addForkRoutes(App& app);
void addControlRoutes(App& app);
void addSteeringRoutes(App& app);

} // namespace run402::sandbox
