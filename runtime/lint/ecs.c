// ECS: task definitions, and services that run them. What is wrong with one of them for itself the walk of the schemas
// finds (stdlib/aws/facts/rules.types); those rules have their rows here and no function.
#include "lint/reach.h"

// The deployments in which the task definition asks for Fargate.
static World fargate_worlds(Linter *linter, const LintResource *task) {
  World world = WORLD_NONE;
  LintChoices kinds = lint_property_sure(linter, task, "RequiresCompatibilities/*");
  for (size_t i = 0; i < kinds.count; i++)
    if (lint_says(linter, &kinds.items[i].at, "FARGATE"))
      world = world_or(linter->conditions, world, kinds.items[i].world);
  return world;
}

// ───────────────────────────── Task definitions ─────────────────────────────

static void check_driver(Linter *linter, const LintResource *task, World world) {
  static const char *const drivers[] = {"awslogs", "splunk", "awsfirelens"};
  LintChoices used = lint_property_known(linter, task, "ContainerDefinitions/*/LogConfiguration/LogDriver");
  for (size_t i = 0; i < used.count; i++) {
    Text driver = lint_text(&used.items[i].at);
    bool known = !driver.size || lint_deferred(used.items[i].at.value);
    for (size_t k = 0; k < sizeof drivers / sizeof *drivers; k++) known |= text_is(driver, drivers[k]);
    if (known || !lint_together(linter, used.items[i].world, world)) continue;
    Diag *diag = lint_report_known(linter, "E3713", &used.items[i].at, "Fargate does not know the log driver '%.*s'",
                                   TEXT_ARG(driver));
    diag_help(linter->diags, diag, "it knows awslogs, splunk and awsfirelens");
  }
}

static void check_ports(Linter *linter, const LintResource *task) {
  LintChoices modes = lint_property_sure(linter, task, "NetworkMode");
  LintChoices mappings = lint_property(linter, task, "ContainerDefinitions/*/PortMappings/*");
  for (size_t i = 0; i < mappings.count; i++) {
    const LintChoice *mapping = &mappings.items[i];
    if (!lint_any_says(linter, &modes, "awsvpc", mapping->world)) continue;
    LintChoices hosts = lint_reach(linter, &mapping->at, mapping->world, "HostPort");
    LintChoices containers = lint_reach(linter, &mapping->at, mapping->world, "ContainerPort");
    for (size_t h = 0; h < hosts.count; h++)
      for (size_t c = 0; c < containers.count; c++) {
        if (!lint_differs(linter, &hosts.items[h].at, &containers.items[c].at)) continue;
        if (!lint_together(linter, hosts.items[h].world, containers.items[c].world)) continue;
        Diag *diag = lint_report(linter, "E3053", &hosts.items[h].at,
                                 "with awsvpc the port of the host is that of the container");
        diag_help(linter->diags, diag, "leave HostPort out, or give it the value of ContainerPort");
      }
  }
}

// ───────────────────────────── Services ─────────────────────────────

static World worlds_saying(Linter *linter, const LintResource *resource, const char *path, const char *text) {
  World world = WORLD_NONE;
  LintChoices values = lint_property_sure(linter, resource, path);
  for (size_t i = 0; i < values.count; i++)
    if (lint_says(linter, &values.items[i].at, text))
      world = world_or(linter->conditions, world, values.items[i].world);
  return world;
}

static void check_network(Linter *linter, const LintResource *service) {
  LintLinks tasks = lint_links(linter, service, "TaskDefinition", "AWS::ECS::TaskDefinition");
  LintChoices network = lint_property(linter, service, "NetworkConfiguration");
  for (size_t i = 0; i < tasks.count; i++) {
    World world = world_and(linter->conditions, tasks.items[i].world, network.absent);
    if (!lint_together(linter, world, worlds_saying(linter, tasks.items[i].to, "NetworkMode", "awsvpc"))) continue;
    Diag *diag = lint_report(linter, "E3052", &service->properties,
                             "a service of tasks with awsvpc needs 'NetworkConfiguration'");
    diag_help(linter->diags, diag, "it says in which subnets the tasks run");
    diag_note(linter->diags, diag, tasks.items[i].to->resource->id_span, "this is the task definition");
    return;
  }
}

// Whether the list surely lacks FARGATE in some deployment of the world.
static bool lacks_fargate(Linter *linter, const LintResource *task, World world) {
  LintChoices kinds = lint_property_sure(linter, task, "RequiresCompatibilities/*");
  for (size_t i = 0; i < kinds.count; i++)
    if (lint_deferred(kinds.items[i].at.value)) return false;
  LintAt list = lint_field(&task->properties, "RequiresCompatibilities");
  if (list.value && lint_deferred(list.value) && !value_at(list.value, "Fn::If")) return false;
  return world_possible(linter->conditions, world_without(linter->conditions, world, fargate_worlds(linter, task)));
}

static void check_launch(Linter *linter, const LintResource *service) {
  World launch = worlds_saying(linter, service, "LaunchType", "FARGATE");
  LintLinks tasks = lint_links(linter, service, "TaskDefinition", "AWS::ECS::TaskDefinition");
  for (size_t i = 0; i < tasks.count; i++) {
    const LintResource *task = tasks.items[i].to;
    World world = world_and(linter->conditions, launch, tasks.items[i].world);
    if (!world_possible(linter->conditions, world)) continue;
    check_driver(linter, task, world);
    world = world_without(linter->conditions, world, worlds_saying(linter, task, "NetworkMode", "awsvpc"));
    if (!world_possible(linter->conditions, world) || !lacks_fargate(linter, task, world)) continue;
    LintAt list = lint_field(&task->properties, "RequiresCompatibilities");
    Diag *diag = lint_report(linter, "E3054", list.value ? &list : &task->properties,
                             "a service runs this task on Fargate, which it is not made for");
    diag_help(linter->diags, diag, "add RequiresCompatibilities: [FARGATE] and NetworkMode: awsvpc");
    diag_note(linter->diags, diag, service->resource->id_span, "this is the service");
  }
}

// Whether the container of that name maps that port to one that the host chooses.
static bool port_is_chosen(Linter *linter, const LintResource *task, const LintAt *name, const LintAt *port,
                           World world) {
  LintChoices containers = lint_property(linter, task, "ContainerDefinitions/*");
  for (size_t c = 0; c < containers.count; c++) {
    LintChoices names = lint_reach(linter, &containers.items[c].at, containers.items[c].world, "Name");
    if (!lint_any_says(linter, &names, text_copy(linter->arena, lint_text(name)).at, world)) continue;
    LintChoices mappings = lint_reach(linter, &containers.items[c].at, containers.items[c].world, "PortMappings/*");
    for (size_t m = 0; m < mappings.count; m++) {
      LintAt host = lint_field(&mappings.items[m].at, "HostPort"),
             own = lint_field(&mappings.items[m].at, "ContainerPort");
      Text a, b;
      if (!lint_says(linter, &host, "0") || !lint_scalar(linter, &own, &a) || !lint_scalar(linter, port, &b)) continue;
      if (text_equal(a, b) && lint_together(linter, mappings.items[m].world, world)) return true;
    }
  }
  return false;
}

static void check_health(Linter *linter, const LintResource *group, World world) {
  LintChoices ports = lint_property_sure(linter, group, "HealthCheckPort");
  LintAt at = lint_field(&group->properties, "HealthCheckPort");
  bool wrong = lint_together(linter, ports.absent, world);
  for (size_t i = 0; i < ports.count; i++) {
    Text port;
    if (!lint_scalar(linter, &ports.items[i].at, &port) || text_is(port, "traffic-port")) continue;
    if (lint_together(linter, ports.items[i].world, world)) wrong = true, at = ports.items[i].at;
  }
  if (!wrong) return;
  Diag *diag =
      lint_report(linter, "E3049", &at, "the host chooses the port of these targets, so health checks need it too");
  diag_help(linter->diags, diag, "HealthCheckPort: traffic-port");
}

static void check_balanced(Linter *linter, const LintResource *service) {
  LintLinks tasks = lint_links(linter, service, "TaskDefinition", "AWS::ECS::TaskDefinition");
  LintChoices balancers = lint_property(linter, service, "LoadBalancers/*");
  for (size_t t = 0; t < tasks.count; t++)
    for (size_t b = 0; b < balancers.count; b++) {
      const LintAt *at = &balancers.items[b].at;
      LintAt name = lint_field(at, "ContainerName"), port = lint_field(at, "ContainerPort");
      const LintResource *group = lint_target(linter, value_at(at->value, "TargetGroupArn"), NULL);
      if (!group || !text_is(group->resource->type, "AWS::ElasticLoadBalancingV2::TargetGroup")) continue;
      World world = world_and(linter->conditions, tasks.items[t].world, balancers.items[b].world);
      world = world_and(linter->conditions, world, group->world);
      if (lint_text(&name).size && port_is_chosen(linter, tasks.items[t].to, &name, &port, world))
        check_health(linter, group, world);
    }
}

static const LintRule rules[] = {
    {.id = "E3042",
     .title = "A task without any essential container",
     .about = "ECS refuses a task definition in which every container says Essential: false."},
    {.id = "E3044",
     .title = "A scheduling strategy that such a service cannot have",
     .about =
         "On Fargate, and with the deployment controllers CODE_DEPLOY and EXTERNAL, SchedulingStrategy is REPLICA."},
    {.id = "E3046",
     .title = "A container's awslogs without what it needs",
     .about = "The driver awslogs needs the options awslogs-group and awslogs-region, and fails on options it does not "
              "know."},
    {.id = "E3047",
     .title = "CPU and memory that Fargate does not sell together",
     .about = "Each size of CPU has its range of memory; ECS refuses the task definition for any other."},
    {.id = "E3048",
     .title = "A task for Fargate that Fargate does not take",
     .about = "With RequiresCompatibilities: [FARGATE] a task needs Cpu, Memory and NetworkMode: awsvpc, has no "
              "PlacementConstraints, and logs by awslogs, splunk or awsfirelens."},
    {.id = "E3049",
     .title = "Health checks of a fixed port where the host chooses it",
     .about = "A container with HostPort 0 gets a port of its own on each host; the target group's health check must "
              "follow it: HealthCheckPort: traffic-port.",
     .of = "AWS::ECS::Service",
     .resource = check_balanced},
    {.id = "E3052",
     .title = "A service of tasks with awsvpc without its network",
     .about = "Tasks with NetworkMode: awsvpc need NetworkConfiguration in the service, with subnets.",
     .of = "AWS::ECS::Service",
     .resource = check_network},
    {.id = "E3053",
     .title = "A port of the host that differs from the container's, with awsvpc",
     .about = "With awsvpc the task has an address of its own: HostPort is ContainerPort, or left out.",
     .of = "AWS::ECS::TaskDefinition",
     .resource = check_ports},
    {.id = "E3054",
     .title = "A service that runs a task on Fargate which is not made for it",
     .about = "A task that runs with LaunchType: FARGATE needs FARGATE in RequiresCompatibilities.",
     .of = "AWS::ECS::Service",
     .resource = check_launch},
    {.id = "E3713",
     .title = "A log driver that Fargate does not know, in a task of a Fargate service",
     .about = "On Fargate containers log by awslogs, splunk or awsfirelens.",
     .of = "AWS::ECS::Service",
     .resource = check_launch},
};

LINT_TOPIC(ecs, rules);
