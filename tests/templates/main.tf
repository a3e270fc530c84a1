locals {
  accounts = ["123456789012"]
  pattern  = { source = ["aws.s3"], account = local.accounts }
}

resource "aws_cloudwatch_event_rule" "heredoc" {
  event_pattern = <<-PATTERN
    {
      "source": ["aws.ecs"],
      "detail": {
        "clusterArn": ["${aws_ecs_cluster.main.arn}"],
        "exit": [${var.code}],
        "literal": ["$${kept}"]
      }
    }
  PATTERN
}

resource "aws_cloudwatch_event_rule" "encoded" {
  event_pattern = jsonencode({
    source        = ["aws.ec2"]
    "detail-type" = ["EC2 Instance State-change Notification"]
    detail = {
      state = ["stopped", var.state]
      n     = [1, -2, 1.50, true, null, { anything-but = 0 }]
    }
  })
}

resource "aws_cloudwatch_event_rule" "quoted" {
  event_pattern = "{\"source\": [\"aws.${var.service}\"]}"
}

resource "aws_cloudwatch_event_rule" "from_file" {
  event_pattern = file("${path.module}/included.json")
}

resource "aws_cloudwatch_event_rule" "from_template" {
  event_pattern = templatefile("${path.module}/included.tftpl", { state = "stopped", other = var.other })
}

resource "aws_cloudwatch_event_archive" "from_local" {
  event_pattern = jsonencode(local.pattern)
}

resource "aws_cloudwatch_event_rule" "twice" {
  event_pattern = <<EOF
{"source": ["a"], "detail": {"x": [1]}, "detail": {"y": [2]}}
EOF
}

resource "aws_pipes_pipe" "orders" {
  source_parameters {
    filter_criteria {
      filter {
        pattern = jsonencode({ body = { kind = ["order"] } })
      }
    }
  }
}

resource "aws_lambda_event_source_mapping" "queue" {
  filter_criteria {
    filter {
      pattern = "{\"body\": {\"kind\": [\"order\"]}}"
    }
  }
}
